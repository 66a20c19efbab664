// What goes: while text comes, each new part shows for a moment what is taken out of it, struck
// through; then that fades and folds away. Put after following.js.
//
// What goes is no text of the page: it is drawn by the style sheet from an attribute, so that nobody
// copies it, finds it or hears it read aloud.

const HOLD = 1600; // milliseconds that it is to be seen
const FOLD = 700; // that it takes to go, as live.css says
const KEPT = "pdfclean-goes"; // the name, in this browser, of whether it is wanted

const goes = $("#goes");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let going = []; // {nodes, due, folding}, oldest first
let farthest = -1; // the last segment of which it was shown
let clock = 0;

goes.setAttribute("aria-pressed", String(kept.get(KEPT) !== "no"));

function showing() {
  return goes.getAttribute("aria-pressed") === "true";
}

goes.addEventListener("click", () => {
  const on = !showing();
  goes.setAttribute("aria-pressed", String(on));
  if (!on) steady(() => drop(going.splice(0)));
  kept.set(KEPT, on ? "yes" : "no");
});

/** Show what goes of the segments that came just now: of each, [character, text, kind, alone]. */
function showGoing(found) {
  for (const [segment, gone] of found) {
    if (segment <= farthest || !showing()) continue;
    farthest = segment;
    const nodes = gone.map(([, text, kind, alone]) => {
      const node = document.createElement("del");
      node.className = alone ? "going alone" : "going";
      node.dataset.kind = kind;
      node.dataset.text = text;
      node.setAttribute("aria-hidden", "true");
      return node;
    });
    // From the last to the first: so the characters before each are still one text.
    for (let at = gone.length - 1; at >= 0; at -= 1) insert(segment, gone[at][0], nodes[at]);
    going.push({ nodes, due: Date.now() + HOLD, folding: false });
  }
  if (going.length) tick();
}

/** Put a node before a character of a segment's text. */
function insert(segment, character, node) {
  let begins = 0;
  const spans = pane.querySelectorAll(`[data-segment="${segment}"]`);
  const pieces = texts[segment].split("\n\n");
  let at = -1;
  for (const piece of pieces) {
    if (piece) {
      at += 1;
      if (character <= begins + piece.length) {
        const text = spans[at]?.firstChild;
        const inside = Math.max(character - begins, 0);
        if (text && inside < text.length) text.splitText(inside).before(node);
        else text?.after(node);
        return;
      }
    }
    begins += piece.length + 2;
  }
  // Nothing of this part stays.
  const last = pane.lastElementChild;
  if (last) last.append(node);
}

/** Let go what has been seen; what is not on the screen without more ado. */
function tick() {
  clearTimeout(clock);
  const now = Date.now();
  const due = going.filter((each) => each.due <= now);
  going = going.filter((each) => each.due > now);
  const folding = due.filter((each) => !each.folding && !calm.matches && visible(each.nodes));
  const over = due.filter((each) => !folding.includes(each));
  if (over.length) steady(() => drop(over));
  if (folding.length) fold(folding);
  if (going.length) clock = setTimeout(tick, Math.max(going[0].due - now, 16));
}

function fold(parts) {
  keepRoom(parts.flatMap((each) => each.nodes));
  for (const each of parts) {
    for (const node of each.nodes) node.classList.add("goes");
    each.folding = true;
    each.due = Date.now() + FOLD;
  }
  going = [...going, ...parts].sort((one, other) => one.due - other.due);
}

/** The text stays where it is although it gets shorter: what comes next takes the room. */
function keepRoom(nodes) {
  const block = pane.lastElementChild;
  const room = block.offsetHeight;
  block.style.minHeight = `${room}px`;
  // What goes from the blocks before makes room, too; to know how much, it is hidden for a look.
  const before = nodes.filter((node) => !block.contains(node));
  if (!before.length) return;
  const [place, height] = [pane.scrollTop, pane.scrollHeight];
  for (const node of before) node.hidden = true;
  block.style.minHeight = `${room + height - pane.scrollHeight}px`;
  for (const node of before) node.hidden = false;
  pane.scrollTop = place;
}

function drop(parts) {
  const spans = new Set();
  for (const node of parts.flatMap((each) => each.nodes)) {
    spans.add(node.parentNode);
    node.remove();
  }
  for (const span of spans) span?.normalize();
}

function visible(nodes) {
  const { top: above, bottom: below } = pane.getBoundingClientRect();
  return nodes.some((node) => {
    const { top: upper, bottom: lower, height } = node.getBoundingClientRect();
    return height && lower > above && upper < below;
  });
}

/** Change something without moving what the reader sees at the top of the pane. */
function steady(change) {
  const { left, top: upper, width } = pane.getBoundingClientRect();
  const [x, y] = [left + width / 2, upper + 12];
  const caret = document.caretRangeFromPoint?.(x, y); // Firefox keeps its place by itself
  const before = caret?.getBoundingClientRect().top;
  change();
  const after = caret?.getBoundingClientRect().top;
  if (before && after && after !== before) pane.scrollTop += after - before;
}
