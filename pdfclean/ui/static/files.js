// The text into the clipboard and into files, for the buttons under it. Put after live.js.

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

// For the Copy and Save buttons, which are Gradio's own.
window.pdfclean = {
  text: () => texts.join(""),
  copy: async () => {
    await copy(texts.join(""));
    say($(".live-announce"), "Copied.");
    const { dataset } = document.querySelector("#copy");
    dataset.done = "";
    setTimeout(() => delete dataset.done, 1500);
  },
  save: () => save(`${name}.txt`, texts.join("")),
  /** The text as a file that the server writes, as it stands now. */
  file: async (kind) => {
    const answer = await server.file(key, kind).catch(() => null);
    if (answer?.name) save(answer.name, answer.text);
    else say($(".live-announce"), answer?.said || "The connection is lost; try again.");
  },
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

function save(file, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
