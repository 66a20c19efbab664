// What is on the page beside the text (see source.py): its picture, what is outlined on it, what is
// said of it. Gets element and server from gr.HTML. Put before source.js.

const sheet = element.querySelector(".sheet");
const pane = sheet.querySelector(".sheet-pane");
const page = sheet.querySelector(".sheet-page");
const image = page.querySelector("img");
const note = sheet.querySelector(".sheet-note");
const back = sheet.querySelector(".sheet-restore");
const on = sheet.querySelector(".sheet-on");
const MOST_KEPT = 12; // pictures that this browser holds
const SIDE = 24; // pixels left of an outline that is scrolled to
const narrow = matchMedia("(max-width: 900px)");

let key = "";
let number = 1;
let turn = 0; // counts what was asked for, so that an earlier answer is dropped
let places = []; // [page, boxes] of what is outlined
let kind = ""; // of it, if it was taken out
let words = ""; // what it says
let large = false;
const kept = new Map(); // pictures by page and width

const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text || "";
};

// What is on the screen -------------------------------------------------------------------------

function boxes(parent, lists) {
  const drawn = JSON.stringify(lists);
  if (parent.dataset.drawn === drawn) return;
  parent.dataset.drawn = drawn;
  parent.replaceChildren(
    ...lists.flatMap(([what, list]) =>
      list.map(([left, top, width, height]) => {
        const box = document.createElement("span");
        box.dataset.kind = what;
        Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
        return box;
      }),
    ),
  );
}

/** Outline what is chosen on the page that is shown, and bring it into view. */
function outline(scroll) {
  const here = places.filter(([each]) => each === number);
  boxes(page.querySelector(".sheet-outlined"), here.map(([, list]) => [kind, list]));
  const next = places.find(([each]) => each > number) || places.find(([each]) => each !== number);
  on.hidden = !next;
  if (next) {
    on.dataset.page = next[0];
    say(on, on.dataset.words.replace("{page}", next[0]));
  }
  const title = sheet.querySelector(".sheet-title").textContent.trim();
  image.alt = here.length ? `${title}: ${words}` : title;
  if (!scroll) return;
  const all = [...page.querySelectorAll(".sheet-outlined span")];
  const top = all.length ? all[0].offsetTop + all[0].offsetHeight / 2 - pane.clientHeight / 3 : 0;
  const left = all.length ? Math.min(...all.map((each) => each.offsetLeft)) - SIDE : 0;
  pane.scrollTo({ top: Math.max(top, 0), left: Math.max(left, 0) });
}

function tell(said, item) {
  say(note.querySelector(".sheet-said"), said);
  back.hidden = !item?.id;
  if (item?.id) {
    say(back, item.restore);
    back.dataset.id = item.id;
    back.setAttribute("aria-label", `${item.restore}: ${item.text}`);
  }
  note.hidden = !said && on.hidden;
  if (said) say(sheet.querySelector(".sheet-announce"), said);
}

const wanted = () => Math.ceil(Math.max(pane.clientWidth, 300) * (large ? 1.8 : 1) * Math.min(devicePixelRatio, 2));

/** Show a page; only what was taken out of it is asked for when its picture is here. */
async function show(wish, { scroll = true, quiet = false } = {}) {
  const mine = (turn += 1);
  const width = wanted();
  const name = `${wish}/${width}`;
  const have = kept.has(name);
  page.setAttribute("aria-busy", "true");
  const answer = await server.show(key, wish, width, have).catch(() => null);
  if (mine !== turn) return;
  page.removeAttribute("aria-busy");
  if (!answer?.number) {
    if (answer?.said) tell(answer.said);
    return;
  }
  if (answer.picture) {
    kept.delete(name);
    kept.set(name, answer.picture);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }
  number = answer.number;
  say(sheet.querySelector("strong"), answer.title);
  say(sheet.querySelector(".sheet-title span"), answer.label);
  on.dataset.words = answer.goesOn;
  for (const step of sheet.querySelectorAll(".sheet-step")) {
    const to = number + Number(step.dataset.step);
    step.disabled = to < 1 || to > answer.pages;
  }
  const picture = answer.picture || kept.get(name) || "";
  image.hidden = !picture;
  if (picture && image.getAttribute("src") !== picture) {
    image.src = picture;
    await image.decode().catch(() => null);
    if (mine !== turn) return;
  }
  boxes(page.querySelector(".sheet-gone"), answer.gone.map((each) => [each.kind, each.boxes]));
  outline(scroll);
  if (answer.said) tell(answer.said);
  else note.hidden = !note.querySelector(".sheet-said").textContent && on.hidden;
  // The sentence is read out where it is selected; here only that there is another page.
  if (!quiet && !answer.said) say(sheet.querySelector(".sheet-announce"), `${answer.title} ${answer.label}`.trim());
  sheet.dataset.shown = number;
}

/** Find a place, and show the page where it begins. */
async function find(what) {
  const mine = (turn += 1);
  const answer = await server.find(key, what).catch(() => null);
  if (mine !== turn || !answer) return;
  ({ places = [], kind = "", text: words = "" } = answer);
  tell(answer.said);
  if (places.length) await show(places[0][0]);
  else outline(false);
}

/** Where the text is being read, if nothing is selected. */
async function start() {
  const text = document.querySelector(".live-text");
  const top = text.getBoundingClientRect().top;
  const first = [...text.querySelectorAll("[data-segment]")].find((each) => each.getBoundingClientRect().bottom > top);
  const mine = (turn += 1);
  const place = { segment: Number(first?.dataset.segment || 0), start: 0, end: 1 };
  const answer = first && (await server.find(key, place).catch(() => null));
  if (mine === turn) await show(answer?.places?.[0]?.[0] || number);
}
