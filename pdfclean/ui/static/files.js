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
