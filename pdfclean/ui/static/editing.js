// A paragraph becomes a text field in its place; what is saved is the reader's own text there, until
// "Back to the PDF's words" (see editing.py). Put after selecting.js.

const editing = (() => {
  let open = null; // {first, last, text, box, field, mine} of the paragraph in the field
  let edits = []; // [token, end of tokens, segment, start, end] of what the reader wrote
  let edition = -1; // of the choices that `edits` are of
  let marked = new Map(); // marks in the margin, by the first token of what they are about

  /** Do something to the text on the server, then show what came of it; says whether it was done. */
  async function change(ask) {
    const answer = await ask().catch(() => null);
    if (!answer?.done) {
      say($(".live-announce"), answer?.said || WORDS.failed);
      return answer || { said: WORDS.failed };
    }
    clearTimeout(timer);
    turn += 1;
    await pull();
    say($(".live-announce"), answer.said);
    trigger("decided", { key });
    return answer;
  }

  // The field --------------------------------------------------------------------------------

  /** The paragraph around a place: {first, last} as [segment, unit] and its text. */
  function paragraph({ segment, start: at }) {
    const parts = passages.stretches(segment);
    const own = parts.findIndex((each) => each.start <= at && at <= each.end);
    if (own < 0) return null;
    let first = parts[own];
    let last = parts[own];
    // Where a segment begins or ends without a blank line, the paragraph goes on in the next one.
    const reach = (step) => {
      let edge = step < 0 ? first : last;
      while (step < 0 ? edge.start === 0 : edge.end === texts[edge.segment].length) {
        let next = edge.segment + step;
        while (texts[next] === "") next += step;
        const there = texts[next] === undefined ? [] : passages.stretches(next);
        const near = step < 0 ? there.at(-1) : there[0];
        const joined = near && (step < 0 ? near.end === texts[next].length : near.start === 0);
        if (!joined) break;
        edge = near;
      }
      return edge;
    };
    first = reach(-1);
    last = reach(1);
    let text = "";
    for (let n = first.segment; n <= last.segment; n += 1) {
      text += texts[n].slice(n === first.segment ? first.start : 0, n === last.segment ? last.end : undefined);
    }
    return { first: [first.segment, first.start], last: [last.segment, last.end], text };
  }

  /** The elements that show the paragraph in the field; it may go on in the next block. */
  function shown() {
    const found = new Set();
    for (let n = open.first[0]; n <= open.last[0]; n += 1) {
      const whole = { segment: n, start: n === open.first[0] ? open.first[1] : 0, end: n === open.last[0] ? open.last[1] : texts[n].length };
      for (const part of passages.stretches(n)) {
        if (part.end <= whole.start || part.start >= whole.end) continue;
        const node = passages.range(part)?.startContainer.parentElement.closest("p");
        if (node) found.add(node);
      }
    }
    return [...found];
  }

  /** Put the field where the paragraph is; again, if its block was written anew meanwhile. */
  function settle() {
    const [first, ...more] = shown();
    if (!first) return;
    for (const each of [first, ...more]) each.classList.add("in-field");
    if (first.previousElementSibling === open.box) return;
    const focused = open.box.contains(document.activeElement) ? document.activeElement : null;
    first.before(open.box);
    focused?.focus({ preventScroll: true });
  }

  function fit() {
    const { field } = open;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  function start(place, caret = null) {
    if (open) {
      open.field.focus();
      return;
    }
    const own = place && paragraph(place);
    if (!own) return;
    const box = document.createElement("div");
    box.className = "editor";
    const field = document.createElement("textarea");
    field.setAttribute("aria-label", WORDS.field);
    field.setAttribute("aria-describedby", "editor-hint");
    field.dir = "auto";
    field.value = own.text;
    const foot = document.createElement("div");
    foot.className = "editor-foot";
    const hint = document.createElement("span");
    hint.id = "editor-hint";
    hint.setAttribute("role", "status");
    hint.textContent = WORDS.keys;
    const cancel = passages.button(WORDS.cancel, () => close(), "act");
    foot.append(hint, cancel, passages.button(WORDS.save, save, "act primary"));
    box.append(field, foot);
    open = { ...own, place, box, field, hint, cancel, warned: false };
    selecting.clear();
    follow = false;
    settle();
    fit();
    field.addEventListener("input", () => {
      open.warned = false;
      hint.textContent = WORDS.keys;
      cancel.textContent = field.value === own.text ? WORDS.cancel : WORDS.drop;
      fit();
    });
    field.focus({ preventScroll: true });
    const at = caret ?? 0;
    field.setSelectionRange(at, at);
    box.scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (!open) return;
    const { box, place } = open;
    for (const each of pane.querySelectorAll(".in-field")) each.classList.remove("in-field");
    const inside = box.contains(document.activeElement);
    box.remove();
    open = null;
    if (inside) pane.focus({ preventScroll: true });
    selecting.choose(place.segment, place.start);
  }

  async function save() {
    const { first, last, text, field, hint } = open;
    const typed = field.value;
    if (typed === text) {
      close();
      return;
    }
    const spot = ([segment, at]) => [segment, passages.counted({ segment, start: at, end: at }).start];
    field.readOnly = true;
    const answer = await change(() => server.edit(key, run, [...spot(first), ...spot(last)], text, typed));
    field.readOnly = false;
    if (answer.done) close();
    else hint.textContent = answer.said;
  }

  pane.addEventListener("keydown", (event) => {
    if (!open || !open.box.contains(event.target)) return;
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") {
      if (open.warned || open.field.value === open.text) close();
      else {
        open.warned = true;
        open.hint.textContent = WORDS.unsaved;
      }
    } else return;
    event.preventDefault();
  }, true);

  pane.addEventListener("dblclick", (event) => {
    if (event.target.closest("button, textarea, .at-hand, .editor")) return;
    const spot = event.target.closest("p") && passages.pointed(event.clientX, event.clientY);
    if (!spot) return;
    event.preventDefault();
    getSelection().removeAllRanges();
    const place = { segment: spot.segment, start: spot.at, end: spot.at };
    const own = paragraph(place);
    if (!own) return;
    let caret = spot.at - (own.first[0] === spot.segment ? own.first[1] : 0);
    for (let n = own.first[0]; n < spot.segment; n += 1) caret += texts[n].length - (n === own.first[0] ? own.first[1] : 0);
    start(place, caret);
  });

  // What was edited --------------------------------------------------------------------------

  const revert = ([token, end]) => change(() => server.revert(key, run, token, end));

  /** The edit that a place (in characters) has part of. */
  const edited = ({ segment, start: from, end: to }) => edits.find(([, , own, start, end]) => own === segment && start < to && end > from);

  /** The element of the first stretch of a segment that is as wanted. */
  function spanAt(segment, wanted) {
    const at = passages.stretches(segment).findIndex(wanted);
    return at < 0 ? null : passages.block(segment)?.node.querySelectorAll(`[data-segment="${segment}"]`)[at];
  }

  /** The segment where reading goes on after one; at the end, the last. */
  function beside(segment) {
    const next = texts.findIndex((each, n) => n > segment && each.trim());
    return next < 0 ? texts.findLastIndex((each) => each.trim()) : next;
  }

  /** A mark in the margin; it has no text of its own, or it would be copied along. */
  function mark(edit) {
    const [token, , segment, start, end] = edit;
    const place = passages.placed(segment, start, end);
    const span = spanAt(segment, (each) => each.end > place.start) || spanAt(beside(segment), () => true);
    const made = marked.get(token) || passages.button("", () => revert(made.edit), "edited");
    made.edit = edit;
    const about = start === end ? WORDS.removed : WORDS.edited;
    made.dataset.label = WORDS.revert;
    made.setAttribute("aria-label", `${about}. ${WORDS.revert}`);
    made.title = about;
    const anchor = span?.previousSibling?.className === "doubt" ? span.previousSibling : span;
    if (anchor && made.nextSibling !== anchor) anchor.before(made);
    return made;
  }

  async function refresh() {
    const { news } = window.pdfclean;
    if (news.edition !== edition) {
      const asked = (edition = news.edition);
      const answer = asked ? await server.edits(key, run).catch(() => null) : [];
      if (asked !== edition) return;
      if (answer === null) edition = -1;
      else edits = answer;
    }
    const wanted = new Set(edits.map(([token]) => token));
    for (const [token, node] of marked) {
      if (wanted.has(token)) continue;
      node.remove();
      marked.delete(token);
    }
    for (const edit of edits) {
      const before = marked.get(edit[0]);
      if (!before?.isConnected || before.edit !== edit) marked.set(edit[0], mark(edit));
    }
  }

  document.addEventListener("pdfclean:news", () => {
    if (open) settle();
    refresh();
  });
  document.addEventListener("pdfclean:cleared", () => {
    open?.box.remove();
    open = null;
    edits = [];
    marked = new Map();
    edition = -1;
  });

  window.pdfclean.atHand("edit", WORDS.edit, () => start(selecting.place), { key: "e" });
  window.pdfclean.atHand("revert", WORDS.revert, (detail) => revert(edited(detail)), { when: (detail) => Boolean(edited(detail)) });

  return { change, paragraph, get open() { return Boolean(open); } };
})();
