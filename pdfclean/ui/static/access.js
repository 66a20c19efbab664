// For those who use the page by keyboard or by ear: a way past the controls, the help on keys, where
// the focus goes when what had it is gone, and what Gradio's folds and drop zone leave unsaid.

const LET_GO = 60; // milliseconds in which Gradio draws a part anew: it is not gone for good

const seen = (node) => node?.isConnected && node.checkVisibility({ visibilityProperty: true });
const usable = (node) => seen(node) && !node.disabled;
const first = (selector) => [...document.querySelectorAll(selector)].find(usable);

/** What there is to read: the text, or the list that stands in its place. */
const pane = () => first('#main [role="tabpanel"] [tabindex="0"]');

// Past the controls -----------------------------------------------------------------------------

element.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  pane()?.focus();
});

// Help on keys ----------------------------------------------------------------------------------

const keys = element.querySelector(".keys");
element.querySelector(".keys-open").addEventListener("click", () => keys.showModal());
keys.addEventListener("click", ({ target }) => {
  if (target === keys) keys.close(); // beside it
});
// A single key must not act wherever the focus is (WCAG 2.1.4): it does where there is only text.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target !== pane()) return;
  event.preventDefault();
  keys.showModal();
});

// The focus -------------------------------------------------------------------------------------

let last = null; // what had the focus
let inMain = false; // and whether it stood by the text
let timer = 0;

document.addEventListener("focusin", ({ target }) => {
  last = target;
  inMain = !!target.closest("#main");
});
document.addEventListener("focusout", ({ target }) => {
  // Whoever leaves a control that is still there, for instance with the mouse, has left it.
  setTimeout(() => {
    if (last === target && usable(target) && document.activeElement === document.body) last = null;
  });
});

/** Where to go on from a control that has gone; nowhere yet while the page is busy. */
function next() {
  if (inMain) return pane();
  const begin = first("#lock input") || first("#clean");
  return begin || (first(".facts.reading") ? null : first("#file button"));
}

/** What had the focus is gone or at rest: go on at a sensible place, not at the page's top. */
function rescue() {
  if (!last || document.activeElement !== document.body || usable(last)) return;
  const to = next();
  if (to) to.focus({ preventScroll: true });
}

// What Gradio leaves unsaid ---------------------------------------------------------------------

function complete() {
  for (const fold of document.querySelectorAll("button.label-wrap")) {
    fold.setAttribute("aria-expanded", String(fold.classList.contains("open")));
    fold.querySelector(".icon")?.setAttribute("aria-hidden", "true"); // a "▼" would be read out
  }
  for (const every of document.querySelectorAll("#sections .label-text")) {
    if (every.textContent.trim() === "Select All") every.firstChild.data = words.all;
  }
  for (const all of document.querySelectorAll(".select-all-checkbox:not([aria-label])")) {
    all.setAttribute("aria-label", all.closest("label").nextElementSibling.textContent.trim());
  }
  // What Gradio says in English alone.
  for (const node of document.querySelectorAll("#side :is(input, .reset-button)[aria-label]")) {
    const theirs = node.getAttribute("aria-label");
    const begin = Object.keys(words.begin).find((each) => theirs.startsWith(each)) ?? "";
    const ours = (words.begin[begin] ?? "") + theirs.slice(begin.length);
    if (ours !== theirs) node.setAttribute("aria-label", ours);
  }
  // A tooltip that says how a choice is called in the code.
  for (const choice of document.querySelectorAll("#side :is(label, .select-all-checkbox)[title]")) {
    choice.removeAttribute("title");
  }
  // Its name is what can be read on it (WCAG 2.5.3), not Gradio's "Click to upload or drop files".
  document.querySelector("#file button[aria-label]")?.removeAttribute("aria-label");
}

/** A password was asked for: that is where to go on. */
let asked = null;
function ask() {
  const field = first("#lock input");
  if (field && field !== asked && !document.activeElement.closest("#main")) field.focus();
  asked = field;
}

new MutationObserver((changes) => {
  if (changes.every(({ target }) => target.closest?.(".live-text"))) return;
  complete();
  clearTimeout(timer);
  timer = setTimeout(() => {
    ask();
    rescue();
  }, LET_GO);
}).observe(document.body, {
  subtree: true,
  childList: true,
  attributeFilter: ["class", "disabled", "hidden", "aria-label"],
});
complete();
