// Side by side: the clean text and, beside it, all that the PDF says with what was taken out struck
// through; whichever is scrolled takes the other along, part by part. Put after blocks.js.

const WIDE = 760; // pixels of the column from which there is room for two texts
const ASIDE = "pdfclean-beside"; // the name, in this browser, of whether it is wanted
const PATIENT = 12; // looks, a tenth of a second apart, for a part that is being fetched

const beside = $("#beside");
const main = document.querySelector("#main");
const other = () => document.querySelector(".changes .view-pane");

let leading = pane; // the pane in the reader's hand
let frame = 0;
let looking = 0;

function arrange() {
  const room = main.clientWidth >= WIDE;
  const on = room && beside.getAttribute("aria-pressed") === "true";
  beside.hidden = !room;
  if (main.classList.contains("beside") === on) return;
  main.classList.toggle("beside", on);
  document.dispatchEvent(new Event("pdfclean:view"));
  leading = pane;
  if (on) inStep();
}

beside.setAttribute("aria-pressed", String(kept.get(ASIDE) === "yes"));

beside.addEventListener("click", () => {
  const on = beside.getAttribute("aria-pressed") !== "true";
  beside.setAttribute("aria-pressed", String(on));
  kept.set(ASIDE, on ? "yes" : "no");
  arrange();
});

new ResizeObserver(arrange).observe(main);

// The segments of a pane ------------------------------------------------------------------------

/** Where the parts of a text stand: its groups, and the part that a node belongs to. */
const layouts = {
  text: {
    scroller: () => pane,
    groups: () => [...pane.children],
    group: (segment) => blocks[holding(segment)]?.node,
    parts: "[data-segment]",
    name: (node) => Number(node.dataset.segment),
  },
  changes: {
    scroller: other,
    groups: () => [...other().children],
    group: (segment) => [...other().children].findLast((each) => segment >= each.dataset.first),
    parts: ".part",
    name: (node) => Number(node.dataset.id),
  },
};

/** The first of some nodes, one under the other, that ends below a line. */
function below(nodes, line) {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle].getBoundingClientRect().bottom > line) high = middle;
    else low = middle + 1;
  }
  return nodes[low];
}

/** From where to where the part of a segment reaches in its group, or the last one before it. */
function extent(layout, group, segment) {
  const all = [...group.querySelectorAll(layout.parts)].filter((each) => layout.name(each) <= segment);
  if (!all.length) return null;
  const name = layout.name(all[all.length - 1]);
  const first = all.find((each) => layout.name(each) === name);
  const { bottom } = all[all.length - 1].getBoundingClientRect();
  return { name, top: first.getBoundingClientRect().top, bottom };
}

/** What stands at the top of a pane: a segment, and how much of it is above. */
function reading(layout) {
  const line = layout.scroller().getBoundingClientRect().top + 1;
  const group = below(layout.groups(), line);
  const part = group && below([...group.querySelectorAll(layout.parts)], line);
  if (!part) return null;
  const segment = layout.name(part);
  const { top, bottom } = extent(layout, group, segment);
  return [segment, Math.min(Math.max((line - top) / (bottom - top || 1), 0), 1)];
}

/** Bring a place to the top of a pane; false while its part is not there yet. */
function bring(layout, segment, share) {
  const group = layout.group(segment);
  const scroller = layout.scroller();
  const line = scroller.getBoundingClientRect().top + 1;
  const found = group && extent(layout, group, segment);
  if (!found) {
    if (group) scroller.scrollTop += group.getBoundingClientRect().top - line;
    return false;
  }
  const within = found.name === segment ? share : 1;
  const place = found.top + within * (found.bottom - found.top);
  if (Math.abs(place - line) > 1) scroller.scrollTop += place - line;
  return true;
}

// In step ---------------------------------------------------------------------------------------

function inStep(tries = 0) {
  clearTimeout(looking);
  if (!main.classList.contains("beside") || main.dataset.view !== "text" || !other()) return;
  const [from, to] = leading === pane ? ["text", "changes"] : ["changes", "text"];
  const place = reading(layouts[from]);
  if (!place) return;
  const there = bring(layouts[to], ...place);
  // What was never on the screen gets its height only there: look again.
  if (tries < (there ? 2 : PATIENT)) looking = setTimeout(() => inStep(tries + 1), 100);
}

function scrolled(scroller) {
  if (scroller !== leading) return;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => inStep());
}

for (const event of ["wheel", "pointerdown", "touchstart", "keydown"]) {
  main.addEventListener(
    event,
    ({ target }) => {
      const scroller = target.closest?.(".live-text, .changes .view-pane");
      if (scroller) leading = scroller;
    },
    { capture: true, passive: true },
  );
}
main.addEventListener("scroll", ({ target }) => scrolled(target), { capture: true, passive: true });
document.addEventListener("pdfclean:news", () => setTimeout(inStep));
document.addEventListener("pdfclean:view", () => setTimeout(inStep));
