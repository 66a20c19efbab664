// The clean text on the screen: segments put together into blocks of whole paragraphs, so that a
// change costs one block and what is far away costs nothing. Put after tabs.js.

const BLOCK = 4000; // characters after which a new paragraph starts a new block
const LONGEST_BLOCK = 12000; // after so many, any new segment does

const $ = (selector) => element.querySelector(selector);
const live = $(".live");
const pane = $(".live-text");

let texts = []; // one a segment
let doubts = new Map(); // of the segments in doubt, what is
let blocks = []; // {node, first, size}; a block holds whole segments

function clear() {
  texts = [];
  blocks = [];
  doubts = new Map();
  pane.replaceChildren();
}

/** A mark in the margin where a passage begins that is in doubt; it has no text of its own. */
function flag(segment, span) {
  const why = doubts.get(segment);
  if (!why || span.previousSibling?.className === "doubt") return;
  const mark = document.createElement("span");
  mark.className = "doubt";
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", why);
  mark.title = why;
  span.before(mark);
}

/** Put one segment's text at the end of a block: blank lines part paragraphs. */
function write(block, segment) {
  let first = true;
  texts[segment].split("\n\n").forEach((piece, place) => {
    let paragraph = block.node.lastElementChild;
    if (!paragraph || place > 0) {
      // A block that goes on in the middle of a paragraph has no space above it.
      paragraph = document.createElement("p");
      paragraph.className = !block.node.firstChild && place === 0 && segment > 0 ? "goes-on" : "";
      block.node.append(paragraph);
    }
    if (piece) {
      if (paragraph.className === "goes-on" && place > 0) paragraph.className = "";
      const span = document.createElement("span");
      span.dataset.segment = segment;
      span.append(document.createTextNode(piece));
      paragraph.append(span);
      if (first) flag(segment, span);
      first = false;
    }
  });
  for (const paragraph of [...block.node.children]) if (!paragraph.firstChild) paragraph.remove();
  block.size += texts[segment].length;
}

function place(segment) {
  const text = texts[segment];
  if (!text) return;
  let block = blocks[blocks.length - 1];
  const full = block && block.size >= BLOCK && text.startsWith("\n\n");
  if (!block || full || block.size >= LONGEST_BLOCK) {
    if (block) block.node.style.minHeight = "";
    block = { node: document.createElement("div"), first: segment, size: 0 };
    block.node.className = "live-block";
    blocks.push(block);
    pane.append(block.node);
  }
  write(block, segment);
}

/** The place in `blocks` of the one that holds a segment; -1 while there is none. */
function holding(segment) {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (blocks[middle].first <= segment) low = middle;
    else high = middle - 1;
  }
  return high < 0 ? -1 : low;
}

/** Write a block anew from its segments; the last one may lose its place altogether. */
function rewrite(at) {
  const block = blocks[at];
  const end = at + 1 < blocks.length ? blocks[at + 1].first : texts.length;
  block.node.replaceChildren();
  block.node.style.minHeight = "";
  block.size = 0;
  for (let each = block.first; each < end; each += 1) if (texts[each]) write(block, each);
}

/** Take a change in; a block that must be written anew for it is added to `stale`. */
function apply([segment, keep, text], stale) {
  while (texts.length <= segment) texts.push("");
  const before = texts[segment];
  // The server counts characters, not units, but keeps all there is or nothing.
  texts[segment] = keep ? before + text : text;
  if (!before && segment === texts.length - 1) {
    place(segment);
    return;
  }
  const last = pane.querySelector(".live-block:last-child > p:last-child > span:last-child");
  const whole = last?.childNodes.length === 1 && Number(last.dataset.segment) === segment;
  const grows = keep && whole;
  if (grows && !text.includes("\n") && !before.endsWith("\n")) {
    last.firstChild.appendData(text);
    blocks[blocks.length - 1].size += text.length;
  } else if (blocks.length) {
    stale.add(holding(segment));
  } else {
    place(segment);
  }
}
