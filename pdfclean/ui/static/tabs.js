// The views of the text: which one is on the screen, and the keys for them. Put before live.js.

const tablist = element.querySelector("[role=tablist]");
const tabs = [...element.querySelectorAll("[role=tab]")];

function turnTo(view) {
  document.querySelector("#main").dataset.view = view;
  for (const tab of tabs) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
  document.dispatchEvent(new Event("pdfclean:view"));
}

tablist.addEventListener("click", ({ target }) => {
  const tab = target.closest("[role=tab]");
  if (tab) turnTo(tab.dataset.view);
});

tablist.addEventListener("keydown", (event) => {
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const at = tabs.indexOf(document.activeElement);
  const to = Math.abs(step) > 1 ? (step > 0 ? tabs.length - 1 : 0) : at + step;
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab.focus();
  turnTo(tab.dataset.view);
});

// Undo and redo by the keys that everybody knows, where nothing is typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, [contenteditable=true]");
  if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const pressed = event.key.toLowerCase();
  const redo = pressed === "y" || (pressed === "z" && event.shiftKey);
  if (pressed !== "z" && !redo) return;
  const button = document.querySelector(redo ? "#redo" : "#undo");
  if (button && !button.disabled) {
    event.preventDefault();
    button.click();
  }
});
