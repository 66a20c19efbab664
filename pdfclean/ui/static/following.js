// Whether the reader is at the end of the text, so that it is followed as it grows. Put after
// blocks.js.

const NEAR = 80; // pixels from the end that still count as reading along

let follow = true;
let top = 0; // where the pane was scrolled to

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
