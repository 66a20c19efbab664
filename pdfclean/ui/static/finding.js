// Find and replace in the text. The search runs over the texts the browser holds, a slice at a time;
// only what is on the screen is lit up, by highlights, so that the page is never touched. What is
// replaced is replaced on the server, as one choice (see editing.py). Put after editing.js.

const finding = (() => {
  const SLICE = 12; // milliseconds of searching between two frames
  const TYPING = 120; // to wait for the next letter
  const GROWING = 700; // between two searches while the text comes
  const WORD = "[\\p{L}\\p{N}_]";

  const bar = document.createElement("div");
  bar.className = "find-bar";
  bar.setAttribute("role", "search");
  bar.hidden = true;

  const field = (label, name) => {
    const made = document.createElement("input");
    made.type = "text";
    made.className = name;
    made.placeholder = label;
    made.setAttribute("aria-label", label);
    made.spellcheck = false;
    made.autocomplete = "off";
    return made;
  };
  const { button } = passages;
  const toggle = (label) => {
    const made = button(label, () => {
      made.setAttribute("aria-pressed", String(made.getAttribute("aria-pressed") !== "true"));
      search(true);
    });
    made.setAttribute("aria-pressed", "false");
    return made;
  };
  const on = (each) => each.getAttribute("aria-pressed") === "true";

  const needle = field(WORDS.find, "find-needle");
  const count = document.createElement("span");
  count.className = "find-count";
  count.setAttribute("role", "status");
  const exact = toggle(WORDS.exact);
  const whole = toggle(WORDS.whole);
  const other = field(WORDS.replacement, "find-other");
  const one = button(WORDS.replace, () => replace([matches[current]]));
  const all = button(WORDS.replaceAll, () => replace(matches));
  const step = (label, sign, glyph) => {
    const made = button(glyph, () => go(current + sign));
    made.setAttribute("aria-label", label);
    made.title = label;
    return made;
  };
  const shut = button("×", () => close());
  shut.setAttribute("aria-label", WORDS.shut);
  shut.title = WORDS.shut;
  const row = (...nodes) => {
    const made = document.createElement("div");
    made.append(...nodes);
    return made;
  };
  const previous = step(WORDS.previous, -1, "↑");
  const next = step(WORDS.next, 1, "↓");
  bar.append(row(needle, count, previous, next, shut), row(exact, whole), row(other, one, all));
  pane.before(bar);

  let matches = []; // [start, end] in all texts put together
  let starts = []; // where each segment starts in them
  let current = -1;
  let done = ""; // what was replaced last, till the reader goes on
  let searched = 0; // counts searches: the last one counts
  let timer = 0;
  let lighting = 0;

  // Searching ---------------------------------------------------------------------------------

  function pattern() {
    const words = needle.value.trim() ? needle.value : "";
    if (!words) return null;
    // A space is whatever parts words inside of a paragraph, a line's end too.
    const literal = words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "(?:[ \\u00a0\\t]|(?<!\\n)\\n(?!\\n))+");
    const bounded = on(whole) ? `(?<!${WORD})(?:${literal})(?!${WORD})` : literal;
    return new RegExp(bounded, on(exact) ? "gu" : "giu");
  }

  /** Find all; `jump` says that the reader asked, and is to be led to the next from where they are. */
  async function search(jump = false) {
    const mine = (searched += 1);
    if (jump) done = "";
    const wanted = pattern();
    const found = [];
    const begins = [];
    let length = 0;
    for (const text of texts) {
      begins.push(length);
      length += text.length;
    }
    if (wanted) {
      const text = texts.join("");
      let until = performance.now() + SLICE;
      for (let match = wanted.exec(text); match; match = wanted.exec(text)) {
        found.push([match.index, wanted.lastIndex]);
        if (found.length % 64 || performance.now() < until) continue;
        await new Promise((done) => setTimeout(done));
        if (mine !== searched) return;
        until = performance.now() + SLICE;
      }
    }
    const before = matches[current]?.[0] ?? from();
    matches = found;
    starts = begins;
    const at = found.findIndex(([start]) => start >= before);
    current = found.length ? Math.max(at, 0) : -1;
    if (jump && current >= 0) show();
    tell();
    light();
  }

  /** Where the reader is: at what is selected, or at the top of the screen. */
  function from() {
    const spot = selecting.place || selecting.seen();
    if (!spot) return 0;
    let length = 0;
    for (let n = 0; n < spot.segment; n += 1) length += texts[n].length;
    return length + (spot.start ?? spot.at);
  }

  const number = (n) => n.toLocaleString(document.documentElement.lang || "en");

  function tell() {
    const place = WORDS.count.replace("{n}", number(current + 1)).replace("{total}", number(matches.length));
    say(count, done || (!needle.value.trim() ? "" : matches.length ? place : WORDS.none));
    for (const each of [one, all, previous, next]) each.disabled = !matches.length;
  }

  // Showing -----------------------------------------------------------------------------------

  function segmentAt(offset) {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A match as spots: [segment, unit] of its beginning and end. */
  function spots([start, end]) {
    const first = segmentAt(start);
    const last = segmentAt(end - 1);
    return [first, start - starts[first], last, end - starts[last]];
  }

  function show() {
    const [first, start, last, end] = spots(matches[current]);
    passages.show({ segment: first, start, end: last === first ? end : texts[first].length });
  }

  function go(to) {
    if (!matches.length) return;
    current = (to + matches.length) % matches.length;
    done = "";
    show();
    tell();
    light();
  }

  /** Light up the matches in the blocks on the screen. */
  function draw() {
    lighting = 0;
    const ranges = [];
    const chosen = [];
    if (!bar.hidden && matches.length) {
      const home = pane.getBoundingClientRect();
      for (const [place, block] of blocks.entries()) {
        const box = block.node.getBoundingClientRect();
        if (box.bottom < home.top) continue;
        if (box.top > home.bottom) break;
        const end = place + 1 < blocks.length ? blocks[place + 1].first : texts.length;
        lightBlock(block.first, end, ranges, chosen);
      }
    }
    passages.light("pdfclean-found", ranges);
    passages.light("pdfclean-current", chosen);
  }

  function lightBlock(first, end, ranges, chosen) {
    const nodes = [];
    for (let n = first; n < end; n += 1) {
      if (texts[n]) for (const each of passages.nodes(n)) nodes.push({ node: each.node, start: starts[n] + each.start, end: starts[n] + each.end });
    }
    if (!nodes.length) return;
    let at = firstAfter(nodes[0].start);
    let low = 0;
    for (; at < matches.length && matches[at][0] < nodes.at(-1).end; at += 1) {
      const [start, stop] = matches[at];
      while (low < nodes.length && nodes[low].end <= start) low += 1;
      let high = low;
      while (high + 1 < nodes.length && nodes[high].end < stop) high += 1;
      if (low >= nodes.length || nodes[low].start > start) continue;
      const made = document.createRange();
      made.setStart(nodes[low].node, start - nodes[low].start);
      made.setEnd(nodes[high].node, Math.min(stop, nodes[high].end) - nodes[high].start);
      (at === current ? chosen : ranges).push(made);
    }
  }

  function firstAfter(offset) {
    let low = 0;
    let high = matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (matches[middle][0] < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function light() {
    lighting ||= requestAnimationFrame(draw);
  }

  // Replacing ---------------------------------------------------------------------------------

  async function replace(wanted) {
    const text = texts.join("");
    const places = wanted.filter(Boolean).map((match) => {
      const [first, start, last, end] = spots(match);
      const spot = (segment, at) => passages.counted({ segment, start: at, end: at }).start;
      return [first, spot(first, start), last, spot(last, end), text.slice(...match)];
    });
    if (!places.length) return;
    for (const each of [one, all]) each.disabled = true;
    const at = wanted[0][0] + other.value.length;
    const answer = await editing.change(() => server.replace(key, run, places, other.value));
    current = -1;
    await search();
    // The next one is wanted, not one inside of what was put in.
    current = matches.length ? firstAfter(at) % matches.length : -1;
    if (current >= 0 && wanted.length === 1) show();
    done = answer.said;
    tell();
    light();
  }

  // The bar -----------------------------------------------------------------------------------

  function open() {
    if (!texts.length) return;
    turnTo("text");
    bar.hidden = false;
    const dragged = getSelection().toString();
    if (dragged && dragged.length < 100 && !dragged.includes("\n")) needle.value = dragged;
    selecting.clear();
    needle.focus();
    needle.select();
    search(Boolean(needle.value));
  }

  function close() {
    if (bar.hidden) return;
    const spot = matches[current] && spots(matches[current]);
    bar.hidden = true;
    searched += 1;
    draw();
    pane.focus({ preventScroll: true });
    if (spot) selecting.choose(spot[0], spot[1]);
  }

  needle.addEventListener("input", () => {
    clearTimeout(timer);
    current = -1;
    timer = setTimeout(() => search(true), TYPING);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === needle) {
      clearTimeout(timer);
      if (matches.length && current >= 0) go(current + (event.shiftKey ? -1 : 1));
      else search(true);
    } else if (event.key === "Enter" && event.target === other) one.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  live.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  pane.addEventListener("scroll", () => !bar.hidden && light(), { passive: true });
  new ResizeObserver(() => !bar.hidden && light()).observe(pane);

  // The text grows or changes: what is found must follow, at leisure.
  let shown = "";
  document.addEventListener("pdfclean:news", () => {
    const { version: now, running } = window.pdfclean.news;
    if (bar.hidden || shown === `${run} ${now}`) return;
    shown = `${run} ${now}`;
    clearTimeout(timer);
    timer = setTimeout(() => !bar.hidden && search(), running ? GROWING : 0);
  });
  document.addEventListener("pdfclean:cleared", () => {
    bar.hidden = true;
    matches = [];
    current = -1;
    searched += 1;
    draw();
  });

  window.pdfclean.find = open;
  return { open, close };
})();
