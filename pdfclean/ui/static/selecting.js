// A sentence is selected by a click on it or by keys, and what can be done with it is at hand (a
// small toolbar beside it). Put after passages.js and files.js.
//
// Others take part by
//   window.pdfclean.atHand(id, label, action, {key, when}): a button in the toolbar; action and
//     when get the detail below; key is a letter that does the same from the text.
//   window.pdfclean.goTo(segment, start, end): selects a place and shows it.
//   "pdfclean:selected" on document, detail {key, run, segment, start, end} in characters, or null.
// "pdfclean:ready" on document says that these are there.

const selecting = (() => {
  const ORDER = ["edit", "revert", "listen"]; // come first in the toolbar
  const GAP = 6; // pixels between the toolbar and its sentence

  const bar = document.createElement("div");
  bar.className = "at-hand";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", WORDS.toolbar);
  bar.hidden = true;

  const offers = []; // {id, label, action, key, when}, in the order of the toolbar
  let chosen = null; // the place
  let words = ""; // what it says
  let asked = 0; // counts clicks and keys: only the last one's answer counts

  const detail = () => (chosen ? { key, run, ...passages.counted(chosen) } : null);

  function offered() {
    const now = detail();
    return now ? offers.filter((each) => !each.when || each.when(now)) : [];
  }

  function fill() {
    const buttons = offered().map((each) => {
      const before = bar.querySelector(`[data-act="${each.id}"]`);
      const button = before || document.createElement("button");
      button.type = "button";
      button.dataset.act = each.id;
      if (button.textContent !== each.label) button.textContent = each.label;
      if (each.key) button.setAttribute("aria-keyshortcuts", each.key.toUpperCase());
      return button;
    });
    if (buttons.some((each, n) => bar.children[n] !== each) || bar.children.length !== buttons.length) bar.replaceChildren(...buttons);
    const at = buttons.find((each) => each === document.activeElement) || buttons[0];
    for (const each of buttons) each.tabIndex = each === at ? 0 : -1;
    return buttons.length > 0;
  }

  /** Beside the sentence: above it, or below where there is no room above. */
  function place(there) {
    bar.hidden = !there || !fill();
    if (bar.hidden) return;
    if (bar.parentElement !== pane) pane.prepend(bar);
    const home = pane.getBoundingClientRect();
    const [first] = there.getClientRects();
    const all = there.getBoundingClientRect();
    if (!first) return;
    const over = first.top - home.top - bar.offsetHeight - GAP;
    const top = over > 0 ? over : all.bottom - home.top + GAP;
    const left = Math.max(Math.min(first.left - home.left, pane.clientWidth - bar.offsetWidth - 8), 8);
    bar.style.top = `${Math.round(top + pane.scrollTop)}px`;
    bar.style.left = `${Math.round(left)}px`;
  }

  function draw() {
    const there = chosen && passages.range(chosen);
    passages.light("pdfclean-chosen", there ? [there] : []);
    place(there);
    return there;
  }

  function select(spot, { aloud = false, always = false, quiet = false } = {}) {
    asked += 1;
    const same = spot && chosen && ["segment", "start", "end"].every((each) => spot[each] === chosen[each]);
    chosen = spot;
    words = spot ? passages.said(spot) : "";
    if (spot) {
      follow = false;
      if (!quiet) passages.show(spot, { always });
    }
    draw();
    if (aloud) say($(".live-announce"), words);
    if (!same) document.dispatchEvent(new CustomEvent("pdfclean:selected", { detail: detail() }));
  }

  /** Select the sentence at a place, unless something else is asked for meanwhile. */
  async function choose(segment, at) {
    const mine = (asked += 1);
    const sentence = await sentenceAt(segment, at);
    if (mine === asked) select(sentence, { quiet: true });
  }

  const clear = () => chosen && select(null);

  async function sentenceAt(segment, at) {
    const stretch = passages.stretches(segment).find((each) => each.start <= at && at <= each.end);
    if (!stretch) return null;
    const all = await passages.sentences(stretch);
    return all.find((each) => at < each.end) || all.at(-1) || null;
  }

  /** The sentence after (or before) a place, wherever it stands. */
  async function beside(spot, step) {
    for (let segment = spot.segment; segment >= 0 && segment < texts.length; segment += step) {
      const parts = passages.stretches(segment);
      for (const stretch of step > 0 ? parts : parts.reverse()) {
        if (segment === spot.segment && (step > 0 ? stretch.end <= spot.start : stretch.start >= spot.end)) continue;
        const all = await passages.sentences(stretch);
        const next =
          segment !== spot.segment
            ? all.at(step > 0 ? 0 : -1)
            : step > 0
              ? all.find((each) => each.start >= spot.end)
              : all.findLast((each) => each.end <= spot.start);
        if (next) return next;
      }
    }
    return null;
  }

  /** Where reading goes on: the first paragraph that begins on the screen. */
  function seen() {
    const top = pane.getBoundingClientRect().top;
    const block = blocks.find((each) => each.node.getBoundingClientRect().bottom > top + 1);
    const all = [...(block?.node.querySelectorAll("p") || [])];
    const paragraph = all.find((each) => each.getBoundingClientRect().top >= top) || all.at(-1);
    const span = paragraph?.querySelector("[data-segment]");
    if (!span) return null;
    const there = document.createRange();
    there.selectNodeContents(span);
    const segment = Number(span.dataset.segment);
    const text = span.textContent;
    const from = passages.stretches(segment).find((each) => passages.said(each) === text);
    return from ? { segment, at: from.start } : null;
  }

  async function move(step) {
    const mine = (asked += 1);
    let next;
    if (chosen) next = await beside(chosen, step);
    else {
      const from = seen();
      next = from && (await sentenceAt(from.segment, from.at));
    }
    if (next && mine === asked) select(next, { aloud: true });
  }

  pane.addEventListener("click", (event) => {
    if (event.target.closest("button, a, input, textarea, .at-hand")) return;
    // What was dragged over is being copied.
    if (!getSelection().isCollapsed) return;
    const spot = event.target.closest("p") && passages.pointed(event.clientX, event.clientY);
    if (spot) choose(spot.segment, spot.at);
    else clear();
  });

  function act(id) {
    const offer = offered().find((each) => each.id === id);
    if (offer) offer.action(detail());
    return Boolean(offer);
  }

  pane.addEventListener("keydown", (event) => {
    if (event.target !== pane || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.key.toLowerCase();
    const step = { arrowdown: 1, j: 1, arrowup: -1, k: -1 }[pressed];
    const offer = offered().find((each) => each.key === pressed);
    if (step) move(step);
    else if (pressed === "enter" && chosen) bar.querySelector("button")?.focus();
    else if (pressed === "escape" && chosen) clear();
    else if (offer) offer.action(detail());
    else return;
    event.preventDefault();
  });

  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button) act(button.dataset.act);
  });

  bar.addEventListener("keydown", (event) => {
    const all = [...bar.children];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") pane.focus({ preventScroll: true });
    else if (step) {
      for (const each of all) each.tabIndex = -1;
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      next.tabIndex = 0;
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // The text may have changed under what is selected: find it again, or let it go.
  document.addEventListener("pdfclean:news", () => {
    if (!chosen) return;
    if (passages.said(chosen) !== words) {
      const at = (texts[chosen.segment] || "").indexOf(words);
      if (at < 0) {
        clear();
        return;
      }
      select({ segment: chosen.segment, start: at, end: at + words.length }, { quiet: true });
    } else draw();
  });
  document.addEventListener("pdfclean:cleared", clear);
  new ResizeObserver(() => chosen && draw()).observe(pane);

  Object.assign(window.pdfclean, {
    atHand(id, label, action, { key: letter = "", when = null } = {}) {
      const offer = { id, label, action, key: letter, when };
      const at = offers.findIndex((each) => each.id === id);
      if (at < 0) offers.push(offer);
      else offers[at] = offer;
      const rank = (each) => (ORDER.includes(each.id) ? ORDER.indexOf(each.id) : ORDER.length);
      offers.sort((a, b) => rank(a) - rank(b));
      if (chosen) draw();
    },
    goTo(segment, start, end) {
      turnTo("text");
      select(passages.placed(segment, start, end), { always: true, aloud: true });
      pane.focus({ preventScroll: true });
    },
  });
  document.dispatchEvent(new Event("pdfclean:ready"));

  return { select, choose, clear, sentenceAt, beside, seen, redraw: () => chosen && draw(), get place() { return chosen; } };
})();
