// The browser half of the live text (see live.py). Runs once, as the body of a function that gets
// element, props, server, watch and trigger from gr.HTML.

const PULL = 200; // milliseconds between two pulls while text comes
const WAITING = 1000; // the same while the run waits in line
const LONGEST_WAIT = 10000; // between two tries while the server is away
const BLOCK = 4000; // characters after which a new paragraph starts a new block
const LONGEST_BLOCK = 12000; // after so many, any new segment does
const NEAR = 80; // pixels from the end that still count as reading along
const QUICK = 15000; // a run shorter than this was no show: its text is read from the top

const $ = (selector) => element.querySelector(selector);
const live = $(".live");
const pane = $(".live-text");

let key = "";
let run = 0;
let version = 0;
let name = "document";
let timer = 0;
let failures = 0;
let told = 0; // the run whose end was told
let begun = 0; // when this job came on the page
let turn = 0; // counts jobs shown, so that an answer for an earlier one is dropped
let announced = ""; // of the status; what the reader did is said over it
let follow = true;
let top = 0; // where the pane was scrolled to
let texts = []; // one a segment
let doubts = new Map(); // of the segments in doubt, what is
let blocks = []; // {node, first, size}; a block holds whole segments

// Text ------------------------------------------------------------------------------------------

function clear() {
  texts = [];
  blocks = [];
  doubts = new Map();
  pane.replaceChildren();
  follow = true;
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
    block = { node: document.createElement("div"), first: segment, size: 0 };
    block.node.className = "live-block";
    blocks.push(block);
    pane.append(block.node);
  }
  write(block, segment);
}

function holding(segment) {
  let at = blocks.length - 1;
  while (at > 0 && blocks[at].first > segment) at -= 1;
  return at;
}

/** Write a block anew from its segments; the last one may lose its place altogether. */
function rewrite(at) {
  const block = blocks[at];
  const end = at + 1 < blocks.length ? blocks[at + 1].first : texts.length;
  block.node.replaceChildren();
  block.size = 0;
  for (let each = block.first; each < end; each += 1) if (texts[each]) write(block, each);
}

/** Take a change in; a block that must be written anew for it is added to `stale`. */
function apply([segment, keep, text], stale) {
  while (texts.length <= segment) texts.push("");
  const before = texts[segment];
  texts[segment] = before.slice(0, keep) + text;
  if (!before && segment === texts.length - 1) {
    place(segment);
    return;
  }
  const last = pane.querySelector(".live-block:last-child > p:last-child > span:last-child");
  const grows = keep === before.length && last && Number(last.dataset.segment) === segment;
  if (grows && !text.includes("\n") && !before.endsWith("\n")) {
    last.firstChild.appendData(text);
    blocks[blocks.length - 1].size += text.length;
  } else if (blocks.length) {
    stale.add(holding(segment));
  } else {
    place(segment);
  }
}

// Only going up says that the reader is elsewhere: heights below may change by themselves.
pane.addEventListener(
  "scroll",
  () => {
    const gap = pane.scrollHeight - pane.scrollTop - pane.clientHeight;
    follow = gap < NEAR || (follow && pane.scrollTop >= top);
    top = pane.scrollTop;
  },
  { passive: true },
);

// Status ----------------------------------------------------------------------------------------

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function list(node, summary, rows) {
  node.hidden = !summary;
  say(node.querySelector("summary"), summary);
  if (node.dataset.rows === JSON.stringify(rows)) return;
  node.dataset.rows = JSON.stringify(rows);
  node.querySelector("ul").replaceChildren(
    ...rows.map((row) => {
      const item = document.createElement("li");
      [row].flat().forEach((cell) => {
        const span = document.createElement("span");
        span.textContent = cell;
        item.append(span);
      });
      return item;
    }),
  );
}

function show(status, provisional) {
  live.dataset.state = status.state;
  say($(".live-headline"), status.headline);
  say($(".live-detail"), status.detail);
  if (status.announce !== announced) say($(".live-announce"), status.announce);
  announced = status.announce;
  say($(".live-notice"), status.notice);
  $(".live-notice").hidden = !status.notice;
  const bar = $(".live-bar");
  bar.classList.toggle("unknown", status.percent < 0);
  if (status.percent < 0) bar.removeAttribute("aria-valuenow");
  else bar.setAttribute("aria-valuenow", status.percent);
  bar.setAttribute("aria-valuetext", `${status.headline} ${status.detail}`);
  bar.firstElementChild.style.transform = `scaleX(${Math.max(status.percent, 0) / 100})`;
  say($("#tab-removed span"), status.leftOut);
  say($("#tab-doubtful span"), status.inDoubt);
  list($(".live-kept"), status.fallbackSummary, status.fallbacks);
  for (const span of pane.querySelectorAll(".provisional")) {
    if (Number(span.dataset.segment) !== provisional) span.classList.remove("provisional");
  }
  if (provisional >= 0) {
    for (const span of pane.querySelectorAll(`[data-segment="${provisional}"]`)) {
      span.classList.add("provisional");
    }
  }
}

// Pulling ---------------------------------------------------------------------------------------

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => pull(), wait);
}

/** Get what is new; `ask` asks for something and gets what is new then. */
async function pull(ask = () => server.tail(key, run, version, doubts.size)) {
  const mine = turn;
  let answer;
  try {
    answer = await ask();
  } catch {
    answer = null;
  }
  if (mine !== turn) return;
  if (!answer || typeof answer.run !== "number") {
    if (answer && answer.gone) {
      lost("This document is no longer on the server. The text here stays until you leave.");
      return;
    }
    failures += 1;
    lost("The connection is lost; trying again. The text here is safe.");
    later(Math.min(PULL * 2 ** failures, LONGEST_WAIT));
    return;
  }
  failures = 0;
  if (answer.run !== run) clear();
  run = answer.run;
  version = answer.version;
  // After the end only the reader's own choice changes the text; they stay where they are.
  const chosen = told === run;
  const along = follow && !chosen;
  for (const [segment, why] of answer.doubts) doubts.set(segment, why);
  const stale = new Set();
  for (const change of answer.changes) apply(change, stale);
  stale.forEach(rewrite);
  for (const [segment] of answer.doubts) {
    const span = pane.querySelector(`[data-segment="${segment}"]`);
    if (span) flag(segment, span);
  }
  show(answer.show, answer.provisional);
  tell({ key, run, version, edition: answer.edition, running: !answer.complete });
  if (along && answer.changes.length) pane.scrollTop = pane.scrollHeight;
  if (answer.complete) {
    if (along && Date.now() - begun < QUICK) pane.scrollTop = 0;
    told = run;
    if (!chosen) trigger("ended", { key });
  } else {
    later(answer.more ? 0 : answer.show.state === "queued" ? WAITING : PULL);
  }
}

/** Let the other views know how the text stands. */
function tell(news) {
  window.pdfclean.news = news;
  document.dispatchEvent(new Event("pdfclean:news"));
}

function lost(sentence) {
  say($(".live-headline"), sentence);
  say($(".live-announce"), sentence);
}

function attach() {
  const value = props.value || {};
  clearTimeout(timer);
  turn += 1;
  if (key && value.key === key && value.run === run) {
    // Something was chosen: the text is here, only what changes is new.
    pull();
    return;
  }
  key = value.key || "";
  name = value.name || "document";
  run = 0;
  told = 0;
  version = 0;
  failures = 0;
  begun = Date.now();
  clear();
  live.dataset.state = key && value.run ? "queued" : "empty";
  turnTo("text");
  if (!key || !value.run) return;
  lead();
  pull();
}

/** A run has begun: where the button was is nothing to do now, so go to the text. */
function lead() {
  const at = document.activeElement;
  if (at && at !== document.body && at.id !== "clean") return;
  pane.focus({ preventScroll: true });
  if (matchMedia("(max-width: 900px)").matches) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    live.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
}

watch("value", attach);
attach();
