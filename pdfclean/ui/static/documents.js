// The list of this browser's documents (see documents.py): gets element, props, server, watch and
// trigger from gr.HTML. The ids are kept in this browser and nowhere else.

const STORE = "pdfclean-documents";
const WANTED = "pdfclean-download"; // the last format and options, see downloads.js
const MOST = 100; // ids that are remembered
const SOON = 1000; // milliseconds between two looks while something is going on
const SLOW = 10000; // the same while the server is away
const SURE = 5000; // for so long a second click deletes

const section = element.querySelector(".docs");
const list = element.querySelector(".docs-list");
const acts = element.querySelector(".docs-acts");
const said = element.querySelector(".docs-said");

let opened = "";
let stamp = "";
let timer = 0;
let looking = false;
let again = false;
let busy = false;
let sure = "";

// The ids ---------------------------------------------------------------------------------------

function remembered() {
  const keys = kept.read(STORE);
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
}

/** Read, change and write in one go: another tab may have changed them since. */
function remember(change) {
  const keys = [...new Set(change(remembered()))].slice(0, MOST);
  kept.set(STORE, JSON.stringify(keys));
  return keys;
}

// What is shown -----------------------------------------------------------------------------------

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function make(tag, name, type) {
  const node = document.createElement(tag);
  node.className = name;
  if (type) node.type = type;
  return node;
}

function date(seconds) {
  const when = new Date(seconds * 1000);
  const today = when.toDateString() === new Date().toDateString();
  const form = today
    ? { hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(navigator.language, form).format(when);
}

function fresh(key) {
  const item = make("li", "doc");
  const open = make("button", "doc-open", "button");
  const head = make("span", "doc-head");
  head.append(make("span", "doc-title"), make("time", "doc-when"));
  open.append(head, make("span", "doc-detail"));
  const bar = make("span", "doc-bar");
  bar.append(make("span", ""));
  const up = make("button", "doc-up", "button");
  const out = make("button", "doc-delete", "button");
  item.append(open, up, out, bar);
  item.dataset.key = key;
  return item;
}

function draw(item, row, first) {
  item.dataset.state = row.state;
  const open = item.querySelector(".doc-open");
  say(item.querySelector(".doc-title"), row.title);
  open.title = row.file === row.title ? "" : row.file;
  say(item.querySelector(".doc-when"), date(row.made));
  say(item.querySelector(".doc-detail"), row.detail);
  if (row.key === opened) open.setAttribute("aria-current", "true");
  else open.removeAttribute("aria-current");
  const bar = item.querySelector(".doc-bar");
  bar.hidden = row.state !== "running" && row.state !== "queued";
  bar.firstElementChild.style.transform = `scaleX(${row.share})`;
  const up = item.querySelector(".doc-up");
  up.hidden = first;
  up.setAttribute("aria-label", row.upLabel);
  up.title = row.upLabel;
  const out = item.querySelector(".doc-delete");
  const asking = sure === row.key;
  say(out, asking ? item.dataset.sure : "");
  out.classList.toggle("asking", asking);
  if (asking) out.removeAttribute("aria-label");
  else out.setAttribute("aria-label", row.deleteLabel);
  out.title = asking ? "" : row.deleteLabel;
}

function show(answer) {
  const { rows } = answer;
  const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const items = rows.map((row, place) => {
    const item = before.get(row.key) || fresh(row.key);
    item.dataset.sure = answer.sure;
    draw(item, row, place === 0);
    return item;
  });
  const same = items.length === list.children.length;
  if (!same || items.some((item, place) => list.children[place] !== item)) {
    const at = document.activeElement;
    list.replaceChildren(...items);
    if (list.contains(at)) at.focus();
  }
  for (const [what, label, keys] of answer.acts) {
    let button = acts.querySelector(`[data-what="${what}"]`);
    if (!button) {
      button = make("button", "act", "button");
      button.dataset.what = what;
      acts.append(button);
    }
    button.hidden = !label;
    button.keys = keys;
    const asking = sure === what;
    say(button, asking ? answer.sure : label);
    button.classList.toggle("asking", asking);
    // Room for either text: the button stays where it is.
    button.dataset.other = what !== "delete" ? "" : asking ? label : answer.sure;
  }
  // A page with one document shows it; there is nothing to choose from.
  section.hidden = rows.length === 0 || (rows.length === 1 && rows[0].key === opened);
  busy = rows.some((row) => row.busy);
}

// Looking -----------------------------------------------------------------------------------------

async function look() {
  clearTimeout(timer);
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  const keys = remembered();
  const mine = opened;
  const answer = keys.length ? await server.look([keys, mine]).catch(() => null) : none();
  looking = false;
  if (answer && Array.isArray(answer.rows)) {
    const here = new Set(answer.rows.map((row) => row.key));
    const gone = keys.filter((key) => !here.has(key));
    if (gone.length) remember((now) => now.filter((key) => !gone.includes(key)));
    show(answer);
    if (mine === opened && answer.stamp !== stamp) {
      const news = stamp.startsWith(`${opened} `);
      stamp = answer.stamp;
      // One that is gone leaves its text on the screen.
      if (news && stamp) trigger("settled", { key: opened });
    }
  }
  if (again || busy || !answer) {
    const wait = again ? 0 : answer ? SOON : SLOW;
    again = false;
    timer = setTimeout(look, wait);
  }
}

function none() {
  return { rows: [], acts: [], sure: "", stamp: "" };
}

function attach() {
  const { open = "", added = [], stamp: drawn = "" } = props.value || {};
  opened = open;
  stamp = drawn;
  const known = remembered();
  const fresh = [...added, open].filter((key) => key && !known.includes(key));
  if (fresh.length) remember((keys) => [...fresh, ...keys]);
  look();
}

// Doing -------------------------------------------------------------------------------------------

/** Whether this is the second click; the first one only asks. */
function certain(what) {
  if (sure === what) {
    sure = "";
    return true;
  }
  sure = what;
  setTimeout(() => {
    if (sure === what) {
      sure = "";
      look();
    }
  }, SURE);
  look();
  return false;
}

async function remove(keys) {
  const answer = await server.delete(keys).catch(() => null);
  if (!answer) return;
  remember((now) => now.filter((key) => !keys.includes(key)));
  say(said, answer.said);
  if (keys.includes(opened)) trigger("opened", { key: "" });
  await look();
  if (!section.hidden) (list.querySelector("button") || section).focus();
}

async function collect(button, kind) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const answer = await server.collect([button.keys, kind, kept.read(WANTED) || {}]).catch(() => null);
  button.removeAttribute("aria-busy");
  if (!answer) return;
  say(said, answer.said);
  if (!answer.name) return;
  const bytes = Uint8Array.from(atob(answer.data), (c) => c.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = answer.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

list.addEventListener("click", async ({ target }) => {
  const item = target.closest(".doc");
  const button = target.closest("button");
  if (!item || !button) return;
  const { key } = item.dataset;
  if (button.className === "doc-open") {
    if (key !== opened) trigger("opened", { key });
  } else if (button.className === "doc-up") {
    remember((keys) => {
      const at = keys.indexOf(key);
      if (at > 0) [keys[at - 1], keys[at]] = [keys[at], keys[at - 1]];
      return keys;
    });
    await look();
    (button.hidden ? item.querySelector(".doc-open") : button).focus();
  } else if (certain(key)) {
    remove([key]);
  }
});

acts.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { what } = button.dataset;
  if (what === "clean") {
    trigger("cleaned", { keys: button.keys });
    busy = true;
    timer = setTimeout(look, SOON / 4);
  } else if (what === "stop") {
    say(said, (await server.stop(button.keys).catch(() => null))?.said || "");
    look();
  } else if (what === "delete") {
    if (certain(what)) remove(button.keys);
  } else {
    collect(button, what);
  }
});

// What happens elsewhere: a run on this page, another tab, the way back to this one.
document.addEventListener("pdfclean:news", () => {
  if (window.pdfclean.news?.running && !busy) look();
});
window.addEventListener("storage", ({ key }) => {
  if (key === STORE) look();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

watch("value", attach);
attach();
