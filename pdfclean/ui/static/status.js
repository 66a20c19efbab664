// What is said around the text: progress, notices, counts. Python words it. Put after blocks.js.

let announced = ""; // of the status; what the reader did is said over it

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
