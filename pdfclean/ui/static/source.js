// The page beside the text: when it is open, what it follows, what a click on it does. Gets server
// and trigger from gr.HTML. Put after sheet.js.
//
// Others show a place by the event "pdfclean:page" on document, detail {id} of an item,
// {segment, start, end} of the text or {chunk, start, end} of all that a chunk says.

const SETTLE = 500; // milliseconds between two looks at what was taken out while text comes

let run = 0;
let opener = null; // has the focus again when the page is closed

// Open, close -----------------------------------------------------------------------------------

const toggle = () => document.querySelector("#toggle-page");

function open() {
  if (!sheet.hidden) return false;
  opener = document.activeElement;
  sheet.hidden = false;
  toggle()?.setAttribute("aria-pressed", "true");
  document.dispatchEvent(new Event("pdfclean:layout"));
  if (narrow.matches) {
    // What is left of the screen is for the text.
    document.querySelector("#main").scrollIntoView({ block: "start" });
    pane.focus({ preventScroll: true });
  }
  return true;
}

function close() {
  if (sheet.hidden) return;
  const held = sheet.contains(document.activeElement);
  sheet.hidden = true;
  say(sheet.querySelector(".sheet-announce"), "");
  toggle()?.setAttribute("aria-pressed", "false");
  document.dispatchEvent(new Event("pdfclean:layout"));
  if (held) (opener?.isConnected && opener !== document.body ? opener : toggle())?.focus({ preventScroll: true });
}

let selected = null; // what is selected in the text
let followed = ""; // the row of a list that was shown last

function showPlace(what) {
  if (!key) return;
  followed = what.id || "";
  open();
  find(what);
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("#toggle-page")) return;
  if (!sheet.hidden) {
    close();
    return;
  }
  open();
  if (selected) find(selected);
  else start();
});

document.addEventListener("pdfclean:page", ({ detail }) => showPlace(detail));

document.addEventListener("pdfclean:selected", ({ detail }) => {
  selected = detail;
  if (sheet.hidden) return;
  if (detail) find(detail);
});

// In the lists, the page follows the row that has the focus or is clicked.
function follow({ target }) {
  if (sheet.hidden) return;
  const { id } = target.closest?.(".view .item")?.dataset || {};
  if (id && id !== followed) find({ id: (followed = id) });
}
document.addEventListener("focusin", follow);
document.addEventListener("click", follow);

// In the changes, what is struck through is shown by a click.
document.addEventListener("click", ({ target }) => {
  const part = target.closest?.(".changes .part");
  if (!part || target.tagName !== "DEL") return;
  const before = document.createRange();
  before.setStart(part, 0);
  before.setEndBefore(target);
  const own = before.cloneContents();
  for (const each of own.querySelectorAll("ins")) each.remove(); // the reader's own words
  const start = [...own.textContent].length;
  showPlace({ chunk: Number(part.dataset.id), start, end: start + [...target.textContent].length });
});

/** "Show page" in the toolbar of a selected sentence. */
function offer() {
  window.pdfclean.atHand?.("page", sheet.dataset.offer, showPlace, { key: "p" });
}
document.addEventListener("pdfclean:ready", offer);
if (window.pdfclean) offer();

// On the page -----------------------------------------------------------------------------------

sheet.addEventListener("click", async ({ target, clientX, clientY }) => {
  const button = target.closest("button");
  if (button?.classList.contains("sheet-close")) close();
  else if (button?.dataset.step) show(number + Number(button.dataset.step));
  else if (button === on) show(Number(on.dataset.page));
  else if (button === back) restore();
  else if (button) zoom();
  else if (page.contains(target) && !image.hidden && getSelection().isCollapsed) point(clientX, clientY);
});

function zoom() {
  large = !large;
  sheet.classList.toggle("large", large);
  sheet.querySelector(".sheet-zoom").setAttribute("aria-pressed", String(large));
  show(number);
}

/** What became of the words at a point of the screen. */
async function point(x, y) {
  const area = image.getBoundingClientRect();
  const mine = (turn += 1);
  const answer = await server
    .point(key, number, (x - area.left) / area.width, (y - area.top) / area.height)
    .catch(() => null);
  if (mine !== turn || !answer) return;
  if (answer.goTo) {
    tell("");
    if (narrow.matches) close();
    window.pdfclean.goTo?.(...answer.goTo);
    return;
  }
  if (answer.places) ({ places, kind, text: words } = answer);
  outline(false);
  tell(answer.said, answer);
}

async function restore() {
  const { id } = back.dataset;
  const answer = await server.restore(key, id).catch(() => null);
  if (!answer) return;
  window.pdfclean.pull(answer.said);
  trigger("decided", { key });
  pane.focus({ preventScroll: true });
  kind = "";
  tell(answer.said);
  outline(false);
}

sheet.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Escape") close();
  else if (step && !(large && event.target === pane)) sheet.querySelector(`[data-step="${step}"]`).click();
  else if (["+", "-"].includes(event.key) && large === (event.key === "-")) zoom();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// On a phone the page lies over the text, and Escape closes it from anywhere.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && narrow.matches && !sheet.hidden) close();
});

// Along with the text ---------------------------------------------------------------------------

let timer = 0;

document.addEventListener("pdfclean:news", () => {
  const { news } = window.pdfclean;
  if (news.key !== key || news.run !== run) {
    if (news.key !== key) {
      close();
      kept.clear();
      number = 1;
      image.hidden = true;
    }
    ({ key, run } = news);
    selected = null;
    places = [];
    outline(false);
  }
  if (sheet.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(() => !sheet.hidden && show(number, { scroll: false, quiet: true }), news.running ? SETTLE : 0);
});

// Another document has taken this one's place, and is not cleaned yet.
document.addEventListener("pdfclean:cleared", () => {
  setTimeout(() => document.querySelector('.live[data-state="empty"]') && close());
});

let measured = 0;
new ResizeObserver(() => {
  const width = wanted();
  if (sheet.hidden || Math.abs(width - measured) < 200) return;
  measured = width;
  if (!image.hidden) show(number, { scroll: false, quiet: true });
}).observe(pane);
