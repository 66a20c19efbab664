// The browser half of the Download button (see downloads.py). Runs once, as the body of a function
// that gets element, props, server and watch from gr.HTML.

const REMEMBERED = "pdfclean-download"; // in the browser: the last format and options
const GAP = 8; // pixels between the buttons and the panel

const $ = (selector) => element.querySelector(selector);
const box = $(".downloads");
const main = $("#download");
const more = $("#download-more");
const panel = $("#download-panel");
const fields = panel.elements;

// Older browsers do without the panel: their button saves plain text.
const opens = "popover" in HTMLElement.prototype;
more.hidden = !opens;
panel.hidden = !opens;

let value = {};

// What was chosen last -------------------------------------------------------------------------

function remembered() {
  return kept.read(REMEMBERED) || {};
}

const ticks = [...panel.querySelectorAll("[type=checkbox]")];

/** The format and options as they are ticked. */
function wanted() {
  const chosen = Object.fromEntries(ticks.map((each) => [each.name, each.checked]));
  return { ...chosen, format: fields.format.value };
}

function recall() {
  const last = remembered();
  fields.format.value = last.format in words.endings ? last.format : "text";
  for (const each of ticks) if (each.name in last) each.checked = last[each.name] === true;
}

// What is shown --------------------------------------------------------------------------------

function show() {
  const format = fields.format.value;
  const labels = value.state === "whole" ? words.whole : words.part;
  box.hidden = !value.key;
  main.textContent = labels[format];
  $(".downloads-ending").textContent = words.endings[format];
  let any = false;
  for (const option of panel.querySelectorAll("[data-for]")) {
    option.hidden = !option.dataset.for.split(" ").includes(format);
    any = any || !option.hidden;
  }
  $(".downloads-options").hidden = !any;
}

function attach() {
  const before = value;
  value = props.value || {};
  if (value.key !== before.key || value.name !== before.name) fields.name.value = value.name;
  if (value.key !== before.key) recall();
  if (!value.key && opens) panel.hidePopover();
  show();
}

/** Above the buttons, at their right end, all of it on the screen. */
function put() {
  const at = more.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const most = wide - panel.offsetWidth - GAP;
  panel.style.right = `${Math.max(GAP, Math.min(wide - at.right, most))}px`;
  panel.style.bottom = `${Math.max(GAP, innerHeight - at.top + GAP)}px`;
  panel.style.maxHeight = `${Math.max(240, at.top - 2 * GAP)}px`;
}

// Saving ---------------------------------------------------------------------------------------

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function download() {
  if (main.getAttribute("aria-busy")) return;
  main.setAttribute("aria-busy", "true");
  const name = fields.name.value.trim();
  const own = name === value.name ? "" : name;
  const answer = await server.file([value.key, wanted(), own]).catch(() => null);
  main.removeAttribute("aria-busy");
  const said = $(".downloads-said");
  said.textContent = "";
  if (answer?.name) {
    save(answer.name, answer.type, answer.base64 ? bytes(answer.base64) : answer.text);
    said.textContent = words.saved;
    return;
  }
  // The text is here all the same, and perhaps nowhere else any more.
  const text = window.pdfclean.text();
  if (text) save(`${name || "clean"}.txt`, "text/plain", `${text}\n`);
  window.pdfclean.announce(answer?.said || words.lost);
}

main.addEventListener("click", download);
more.addEventListener("click", () => {
  if (panel.togglePopover()) put();
});
panel.addEventListener("toggle", (event) => {
  const open = event.newState === "open";
  more.setAttribute("aria-expanded", open);
  if (open) panel.querySelector("[name=format]:checked").focus();
});
addEventListener("resize", () => opens && panel.matches(":popover-open") && put());
panel.addEventListener("change", (event) => {
  if (event.target === fields.name) return;
  // A report goes along with a text once; the next document is wanted as a text again.
  const last = wanted();
  if (last.format === "report") last.format = remembered().format;
  kept.set(REMEMBERED, JSON.stringify(last));
  show();
});
panel.addEventListener("submit", (event) => {
  event.preventDefault();
  panel.hidePopover();
  main.focus();
  download();
});

recall();
watch("value", attach);
attach();
