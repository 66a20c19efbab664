// The text into the clipboard, and what other parts of the page ask of it. Put after live.js.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return;
  } catch {
    // Browsers keep the clipboard from pages without HTTPS, but not the old way below.
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// For the Copy button, which is Gradio's own, and for the other components.
window.pdfclean = {
  text: () => texts.join(""),
  copy: async () => {
    await copy(texts.join(""));
    say($(".live-announce"), "Copied.");
    const { dataset } = document.querySelector("#copy");
    dataset.done = "";
    setTimeout(() => delete dataset.done, 1500);
  },
  /** Say something to who cannot see it happen. */
  announce: (said) => say($(".live-announce"), said),
  /** Leave other kinds of things out: at once, if there is a text. */
  switch: async (out) => {
    if (!key || !run) return;
    clearTimeout(timer);
    turn += 1;
    await pull(() => server.switch(key, run, version, doubts.size, out));
    trigger("decided", { key });
  },
  /** Show where a passage stands in the text. */
  jump: (segment, text) => {
    turnTo("text");
    const spans = [...pane.querySelectorAll(`[data-segment="${segment}"]`)];
    const begins = text.slice(0, 24);
    const span = spans.find((each) => each.textContent.includes(begins)) || spans[0];
    if (!span) return;
    follow = false;
    span.scrollIntoView({ block: "center" });
    span.classList.add("found");
    setTimeout(() => span.classList.remove("found"), 4000);
    pane.focus({ preventScroll: true });
  },
  /** Something was chosen: get what changed, and say what was done. */
  pull: (said) => {
    clearTimeout(timer);
    turn += 1;
    pull().then(() => said && say($(".live-announce"), said));
  },
};
