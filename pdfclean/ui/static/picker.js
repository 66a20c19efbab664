// Pages as small pictures to take or leave (see picker.py): gets element, props, server, watch and
// trigger from gr.HTML. A page is drawn when it is scrolled to, its picture fetched when it is seen.

const MORE = 60; // pages drawn at a time
const AT_ONCE = 6; // pictures asked for at a time
const SETTLED = 250; // milliseconds after the last click before the choice is told

const pane = element.querySelector(".picker-pages");
const end = pane.querySelector(".picker-end");

let key = "";
let count = 0;
let labels = [];
let chosen = new Set();
let taken = ""; // the value as it was last taken in
let anchor = 0; // the page that was clicked last
let timer = 0;
let told = ""; // the choice as it was last told, which comes back by way of the field
let wanted = new Set(); // pages on the screen that have no picture yet
let busy = false;

const cells = () => pane.querySelectorAll(".picker-page");
const cellOf = (number) => pane.querySelector(`[data-page="${number}"]`);

// Drawing -----------------------------------------------------------------------------------------

function draw(number) {
  const cell = document.createElement("button");
  cell.type = "button";
  cell.className = "picker-page";
  cell.dataset.page = number;
  cell.tabIndex = number === 1 ? 0 : -1;
  const label = labels[number - 1];
  const printed = label && label !== String(number);
  const name = printed ? words.printed.replace("§", () => label) : words.page;
  cell.setAttribute("aria-label", name.replace("%", number));
  const sheet = document.createElement("span");
  sheet.className = "picker-sheet";
  const line = document.createElement("span");
  line.className = "picker-number";
  line.textContent = number;
  if (printed) {
    const small = document.createElement("small");
    small.textContent = ` ${label}`;
    line.append(small);
  }
  cell.append(sheet, line);
  paint(cell);
  end.before(cell);
  seen.observe(cell);
}

function paint(cell) {
  cell.setAttribute("aria-pressed", String(chosen.has(Number(cell.dataset.page))));
}

function more() {
  const drawn = cells().length;
  for (let n = drawn + 1; n <= Math.min(count, drawn + MORE); n += 1) draw(n);
  // Watched anew: what did not fill the pane does not scroll into it either.
  scrolled.unobserve(end);
  if (cells().length < count) scrolled.observe(end);
}

const scrolled = new IntersectionObserver(
  (entries) => entries.some((each) => each.isIntersecting) && count && more(),
  { root: pane, rootMargin: "200px" },
);

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && !target.querySelector("img")) wanted.add(target.dataset.page);
      else wanted.delete(target.dataset.page);
    }
    fetchPictures();
  },
  { root: pane },
);

async function fetchPictures() {
  if (busy || !wanted.size) return;
  busy = true;
  const mine = key;
  const numbers = [...wanted].slice(0, AT_ONCE);
  for (const number of numbers) wanted.delete(number);
  const found = await server.pictures(key, numbers.map(Number)).catch(() => ({}));
  busy = false;
  if (mine === key) {
    for (const [number, address] of Object.entries(found)) {
      const sheet = cellOf(number)?.querySelector(".picker-sheet");
      if (!sheet || !address) continue;
      const image = document.createElement("img");
      image.alt = "";
      image.src = address;
      sheet.replaceChildren(image);
    }
  }
  fetchPictures();
}

// Choosing ----------------------------------------------------------------------------------------

function toggle(number, along) {
  if (along && anchor) {
    const take = chosen.has(anchor);
    const [low, high] = [Math.min(anchor, number), Math.max(anchor, number)];
    for (let n = low; n <= high; n += 1) take ? chosen.add(n) : chosen.delete(n);
  } else {
    chosen.has(number) ? chosen.delete(number) : chosen.add(number);
    anchor = number;
  }
  changed();
}

function changed() {
  cells().forEach(paint);
  clearTimeout(timer);
  timer = setTimeout(tell, SETTLED);
}

function tell() {
  const pages = ranges();
  told = JSON.stringify(pages);
  trigger("picked", { pages });
}

function ranges() {
  const found = [];
  for (let n = 1; n <= count; n += 1) {
    if (!chosen.has(n)) continue;
    const last = found[found.length - 1];
    if (last && last[1] === n - 1) last[1] = n;
    else found.push([n, n]);
  }
  return found;
}

pane.addEventListener("click", (event) => {
  const cell = event.target.closest(".picker-page");
  if (!cell) return;
  focusOn(cell);
  toggle(Number(cell.dataset.page), event.shiftKey);
});

element.querySelector(".picker-bar").addEventListener("click", (event) => {
  const what = event.target.closest("[data-do]")?.dataset.do;
  if (!what) return;
  const before = chosen;
  chosen = new Set();
  for (let n = 1; n <= count; n += 1) {
    if (what === "all" || (what === "swap" && !before.has(n))) chosen.add(n);
  }
  anchor = 0;
  changed();
});

// One page is in the tab order; the arrow keys go from page to page.
function focusOn(cell) {
  for (const each of pane.querySelectorAll('.picker-page[tabindex="0"]')) each.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

function columns() {
  const all = [...cells()];
  const next = all.findIndex((each) => each.offsetTop > all[0].offsetTop);
  return next > 0 ? next : all.length;
}

pane.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".picker-page");
  if (!cell) return;
  const number = Number(cell.dataset.page);
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -count, End: count };
  if (event.key === " " || event.key === "Enter") {
    toggle(number, event.shiftKey);
  } else if (event.key in steps || event.key === "ArrowUp" || event.key === "ArrowDown") {
    const step = steps[event.key] ?? (event.key === "ArrowUp" ? -columns() : columns());
    const last = event.key === "End" ? cells().length : count;
    const to = Math.max(1, Math.min(last, number + step));
    while (!cellOf(to)) more();
    focusOn(cellOf(to));
  } else return;
  event.preventDefault();
});

// The document and the field ----------------------------------------------------------------------

function take() {
  const value = props.value || {};
  const now = JSON.stringify(value);
  if (now === taken) return;
  taken = now;
  if (value.key === key && JSON.stringify(value.chosen) === told) return;
  told = "";
  clearTimeout(timer);
  chosen = new Set();
  for (const [low, high] of value.chosen || []) for (let n = low; n <= high; n += 1) chosen.add(n);
  if (value.key === key) {
    cells().forEach(paint);
    return;
  }
  key = value.key || "";
  count = value.count || 0;
  labels = value.labels || [];
  element.querySelector(".picker-counted").hidden = !labels.length;
  anchor = 0;
  wanted = new Set();
  cells().forEach((cell) => cell.remove());
  scrolled.unobserve(end);
  if (count) scrolled.observe(end);
}

watch("value", take);
take();
