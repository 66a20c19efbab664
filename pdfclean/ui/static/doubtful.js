// The list of what is in doubt (see doubtful.py): gets element, server and trigger from gr.HTML.

const panel = element.querySelector(".view");
const pane = panel.querySelector(".view-pane");

let key = "";

const list = paged(pane, {
  size: 50,
  height: 120,
  fetch: async (first) => {
    const answer = await server.doubtful(key, first);
    if (first === 0) {
      say(panel.querySelector(".view-said"), answer.said);
      remark(panel.querySelector(".view-none"), answer.none);
    }
    return answer;
  },
  draw,
});

function draw(row, before) {
  const node = before || make("li", "item");
  if (!before) {
    node.dataset.id = row.id;
    node.dataset.segment = row.segment;
    const body = make("div", "item-body");
    body.append(make("p", "item-text", row.text), make("p", "item-meta"), see(row));
    const acts = make("div", "acts");
    for (const [what, label] of row.acts) {
      const act = make("button", "act", label);
      act.dataset.what = what;
      acts.append(act);
    }
    node.append(body, acts);
  }
  node.classList.toggle("back", row.there);
  say(node.querySelector(".item-meta"), row.meta);
  for (const act of node.querySelectorAll(".act")) {
    const { what } = act.dataset;
    if (what === "show") act.disabled = !row.there;
    else act.setAttribute("aria-pressed", String(row.settled && (what === "keep") === row.there));
    act.setAttribute("aria-label", `${act.textContent}: ${row.begin}`);
  }
  return node;
}

async function decide(node, what) {
  const answer = await server.settle(key, node.dataset.id, what);
  window.pdfclean.pull(answer.said);
  trigger("decided", { key });
}

panel.addEventListener("click", ({ target }) => {
  const button = target.closest(".act");
  if (!button) return;
  const node = button.closest("li");
  if (button.dataset.what === "show") window.pdfclean.jump(Number(node.dataset.segment), node.querySelector(".item-text").textContent);
  else decide(node, button.dataset.what);
});

// Through the list by keys: up and down from passage to passage, K keeps and R removes.
panel.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...pane.querySelectorAll("li")];
  const at = all.indexOf(event.target.closest("li"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const what = { k: "keep", r: "remove" }[event.key.toLowerCase()];
  if (step) {
    event.preventDefault();
    const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    to?.querySelector(".act:not(:disabled)")?.focus();
    to?.scrollIntoView({ block: "nearest" });
  } else if (what && at >= 0) {
    const button = all[at].querySelector(`[data-what="${what}"]`);
    if (button) {
      event.preventDefault();
      button.focus();
      button.click();
    }
  }
});

follow("doubtful", list, (news) => {
  key = news.key;
});
