// Pulls what is new of the text from the job's buffer (see live.py). Runs once, with the files named
// there, as the body of a function that gets element, props, server, watch and trigger from gr.HTML.

const PULL = 200; // milliseconds between two pulls while text comes
const WAITING = 1000; // the same while the run waits in line
const LONGEST_WAIT = 10000; // between two tries while the server is away
const FIRST_LOOK = 2000; // the beginning of a text stands still so long before its end is followed
const QUICK = 15000; // a run shorter than this was no show: its text is read from the top

let key = "";
let run = 0;
let version = 0;
let timer = 0;
let failures = 0;
let told = 0; // the run whose end was told
let begun = 0; // when this job came on the page
let seen = 0; // when its first text came
let turn = 0; // counts jobs shown, so that an answer for an earlier one is dropped

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => pull(), wait);
}

/** Get what is new; `ask` asks for something and gets what is new then. */
async function pull(ask = () => server.tail(key, run, version, doubts.size, showing())) {
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
      lost(words.gone);
      return;
    }
    failures += 1;
    lost(words.lost);
    later(Math.min(PULL * 2 ** failures, LONGEST_WAIT));
    return;
  }
  failures = 0;
  if (answer.run !== run) fresh();
  run = answer.run;
  version = answer.version;
  // After the end only the reader's own choice changes the text; they stay where they are.
  const chosen = told === run;
  if (answer.changes.length) seen ||= Date.now();
  for (const [segment, why] of answer.doubts) doubts.set(segment, why);
  const stale = new Set();
  for (const change of answer.changes) apply(change, stale);
  stale.forEach(rewrite);
  if (!chosen) showGoing(answer.goes);
  for (const [segment] of answer.doubts) {
    const span = pane.querySelector(`[data-segment="${segment}"]`);
    if (span) flag(segment, span);
  }
  show(answer.show, answer.provisional);
  tell({ key, run, version, edition: answer.edition, running: !answer.complete });
  growing = !answer.complete;
  if (!chosen && Date.now() - seen > FIRST_LOOK) keepUp();
  if (answer.complete) {
    if (follow && !chosen && Date.now() - begun < QUICK) pane.scrollTop = 0;
    told = run;
    if (!chosen) trigger("ended", { key });
  } else {
    later(answer.more ? 0 : answer.show.state === "queued" ? WAITING : PULL);
  }
}

/** Nothing of a text is there yet, and its end is followed. */
function fresh() {
  clear();
  follow = true;
  seen = 0;
  going = [];
  farthest = -1;
  document.dispatchEvent(new Event("pdfclean:cleared"));
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
  if (run && value.key === key && value.run === run) {
    // Something was chosen: the text is here, only what changes is new.
    pull();
    return;
  }
  key = value.key || "";
  run = 0;
  told = 0;
  version = 0;
  failures = 0;
  begun = Date.now();
  fresh();
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
