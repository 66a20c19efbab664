// Places in the text, where they stand on the screen, and how they are lit up there. A place is
// {segment, start, end} in JavaScript's units of texts[segment]; the server, and whoever hears of a
// place, counts characters. Put after live.js; the files that follow work with it.

const passages = (() => {
  const WIDE = /[\ud800-\udfff]/;
  const BREAK = /\n\n/g;
  const MOST_KNOWN = 400; // passages whose sentences are remembered
  const known = new Map(); // sentences by the passage's text
  const CAN_LIGHT = typeof Highlight === "function" && Boolean(CSS.highlights);

  /** Characters in the first `units` of a text. */
  function characters(text, units) {
    const part = text.slice(0, units);
    return WIDE.test(part) ? [...part].length : part.length;
  }

  /** How many units the first `count` characters of a text have. */
  function units(text, count) {
    if (!WIDE.test(text)) return Math.min(count, text.length);
    let at = 0;
    for (let n = 0; n < count && at < text.length; n += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  }

  const block = (segment) => blocks[holding(segment)];

  /** The stretches of a segment between blank lines, {segment, start, end}; no sentence leaves one. */
  function stretches(segment) {
    const text = texts[segment] || "";
    const found = [];
    let start = 0;
    for (const at of [...[...text.matchAll(BREAK)].map((each) => each.index), text.length]) {
      if (at > start) found.push({ segment, start, end: at });
      start = at + 2;
    }
    return found;
  }

  /** The text nodes of a segment: {node, start, end}. */
  function nodes(segment) {
    const found = [];
    const spans = block(segment)?.node.querySelectorAll(`[data-segment="${segment}"]`) || [];
    const parts = stretches(segment);
    [...spans].forEach((span, place) => {
      let at = parts[place]?.start;
      if (at === undefined) return;
      const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("del")) continue; // shown, but not of the text
        found.push({ node, start: at, end: at + node.length });
        at += node.length;
      }
    });
    return found;
  }

  /** A DOM range over a place, or null where there is none of it. */
  function range({ segment, start, end }) {
    const all = nodes(segment);
    const first = all.find((each) => each.end > start);
    const last = all.findLast((each) => each.start < end);
    if (!first || !last || last.end <= start) return null;
    const made = document.createRange();
    made.setStart(first.node, Math.max(start - first.start, 0));
    made.setEnd(last.node, Math.min(end, last.end) - last.start);
    return made;
  }

  /** Where a point on the screen is in the text: {segment, at}, or null. */
  function pointed(x, y) {
    let node;
    let offset;
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      [node, offset] = [caret?.offsetNode, caret?.offset];
    } else {
      const caret = document.caretRangeFromPoint?.(x, y);
      [node, offset] = [caret?.startContainer, caret?.startOffset];
    }
    const span = node?.parentElement?.closest("[data-segment]");
    if (!span || !pane.contains(span)) return null;
    const segment = Number(span.dataset.segment);
    const own = nodes(segment).find((each) => each.node === node);
    return own ? { segment, at: own.start + offset } : null;
  }

  /** The lengths of a passage's sentences, as the server parts them. */
  async function lengths(text) {
    let found = known.get(text);
    if (found) return found;
    try {
      const parts = await server.sentences(key, text);
      found = Array.isArray(parts) && parts.join("") === text ? parts.map((each) => each.length) : null;
    } catch {
      found = null;
    }
    // Without the server: less good at abbreviations, but it parts.
    if (!found) return [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)].map((each) => each.segment.length);
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value);
    known.set(text, found);
    return found;
  }

  /** The sentences of a stretch as places, without the space around them. */
  async function sentences({ segment, start, end }) {
    const text = texts[segment].slice(start, end);
    const found = [];
    let at = 0;
    for (const length of await lengths(text)) {
      const own = text.slice(at, at + length);
      const lead = own.length - own.trimStart().length;
      if (own.trim()) found.push({ segment, start: start + at + lead, end: start + at + own.trimEnd().length });
      at += length;
    }
    return found;
  }

  const said = ({ segment, start, end }) => (texts[segment] || "").slice(start, end);

  /** The place as the server counts. */
  const counted = ({ segment, start, end }) => ({
    segment,
    start: characters(texts[segment], start),
    end: characters(texts[segment], end),
  });

  /** A place that the server counted. */
  const placed = (segment, start, end) => ({
    segment,
    start: units(texts[segment] || "", start),
    end: units(texts[segment] || "", end),
  });

  // Light: by the browser's own highlights; where it has none, by boxes behind the text.

  const drawn = new Map();

  function light(kind, ranges) {
    if (CAN_LIGHT) {
      if (ranges.length) CSS.highlights.set(kind, new Highlight(...ranges));
      else CSS.highlights.delete(kind);
      return;
    }
    for (const each of drawn.get(kind) || []) each.remove();
    const home = pane.getBoundingClientRect();
    const boxes = ranges.flatMap((each) => [...each.getClientRects()]).map((rect) => {
      const box = document.createElement("div");
      box.className = `lit ${kind}`;
      box.style.cssText = `left:${rect.left - home.left}px;top:${rect.top - home.top + pane.scrollTop}px;width:${rect.width}px;height:${rect.height}px`;
      return box;
    });
    pane.prepend(...boxes);
    drawn.set(kind, boxes);
  }

  /** A button of a bar or a field beside the text. */
  function button(label, action, name = "act") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = label;
    made.addEventListener("click", action);
    return made;
  }

  /** Bring a place into view, if it is not there; returns its range. */
  function show(place, { always = false } = {}) {
    const there = range(place);
    if (!there) return null;
    const home = pane.getBoundingClientRect();
    const seen = there.getBoundingClientRect();
    const margin = Math.min(48, home.height / 6);
    if (!always && seen.height && seen.top >= home.top + margin && seen.bottom <= home.bottom - margin) return there;
    const near = Math.abs(seen.top - home.top) < 2 * home.height;
    // Blocks that were never drawn have no true height yet: come near, then look again.
    const aim = (again) => {
      const to = range(place);
      if (!to) return;
      const rect = to.getBoundingClientRect();
      const gap = rect.top - home.top - home.height / 3;
      if (Math.abs(gap) > 2) pane.scrollBy({ top: gap, behavior: near && !calm.matches ? "smooth" : "auto" });
      if (again && !near) requestAnimationFrame(() => aim(again - 1));
    };
    follow = false;
    aim(3);
    return there;
  }

  return { stretches, nodes, sentences, said, counted, placed, range, pointed, light, show, block, button };
})();
