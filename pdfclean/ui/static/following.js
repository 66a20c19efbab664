// Whether the reader is at the end of the text, so that it is followed as it grows. Put after
// blocks.js.

const NEAR = 80; // pixels from the end that still count as reading along

const back = $(".live-back");

let follow = true;
let growing = false; // more text may come
let top = 0; // where the pane was scrolled to
let touched = 0; // where a finger lies
let dragging = false; // a pointer is down on the pane or its scroll bar
let held = false; // a sentence is selected: it should stay where it is

/** Go to the end, if the reader is there and holds nothing. */
function keepUp() {
  const picked = getSelection();
  const marking = picked && !picked.isCollapsed && pane.contains(picked.anchorNode);
  if (follow && !held && !marking) pane.scrollTop = pane.scrollHeight;
  pill();
}

/** The way back, for whoever has left the end while text comes. */
function pill() {
  back.hidden = follow || !growing;
}

function leave() {
  if (pane.scrollTop > 0) follow = false;
  pill();
}

// Heights change by themselves, and the browser then moves the text to keep it in place: only going
// far up, or with the scroll bar in hand, says that the reader is elsewhere.
pane.addEventListener(
  "scroll",
  () => {
    const gap = pane.scrollHeight - pane.scrollTop - pane.clientHeight;
    if (pane.scrollTop > top && gap < NEAR) follow = true;
    else if (pane.scrollTop < top && (dragging || gap > pane.clientHeight)) follow = false;
    top = pane.scrollTop;
    pill();
  },
  { passive: true },
);

// A wheel, a key or a finger says so at once, and be it for a line.
pane.addEventListener("wheel", ({ deltaY }) => deltaY < 0 && leave(), { passive: true });
pane.addEventListener("touchstart", ({ touches }) => (touched = touches[0].clientY), { passive: true });
pane.addEventListener(
  "touchmove",
  ({ touches }) => touches[0].clientY > touched && leave(),
  { passive: true },
);
pane.addEventListener("keydown", ({ key: pressed, shiftKey }) => {
  const up = ["ArrowUp", "PageUp", "Home"].includes(pressed) || (pressed === " " && shiftKey);
  if (up) leave();
});

pane.addEventListener("pointerdown", () => (dragging = true));
document.addEventListener("pointerup", () => (dragging = false));
document.addEventListener("pointercancel", () => (dragging = false));

document.addEventListener("pdfclean:selected", ({ detail }) => (held = Boolean(detail)));

back.addEventListener("click", () => {
  follow = true;
  getSelection()?.removeAllRanges();
  keepUp();
  pane.focus({ preventScroll: true });
});
