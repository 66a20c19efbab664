// The list of what was removed (see review.py): gets element, server and trigger from gr.HTML.

const panel = element.querySelector(".view");
const pane = panel.querySelector(".view-pane");
const kinds = panel.querySelector(".kinds");
const all = panel.querySelector(".all");
const none = panel.querySelector(".view-none");

let key = "";
let kind = "all";

const list = paged(pane, {
  size: 100,
  height: 92,
  fetch: async (first) => {
    const answer = await server.items(key, kind, first);
    if (first === 0 || answer.total === 0) head(answer);
    return answer;
  },
  draw,
});

function head(answer) {
  kind = answer.kind || kind;
  const before = new Map([...kinds.children].map((each) => [each.dataset.kind, each]));
  settle(
    kinds,
    (answer.kinds || []).map(([name, label, count]) => {
      const node = before.get(name) || make("button", "kind");
      if (!node.firstChild) node.append(make("span"), make("span", "count"));
      node.dataset.kind = name;
      node.setAttribute("aria-pressed", String(name === kind));
      say(node.firstChild, label);
      say(node.lastChild, count);
      return node;
    }),
  );
  all.hidden = !answer.all;
  all.dataset.what = answer.all ? answer.all[0] : "";
  say(all, answer.all ? answer.all[1] : "");
  remark(none, answer.none);
}

function draw(row, before) {
  const node = before || make("li", "item");
  if (!before) {
    const body = make("div", "item-body");
    body.append(make("p", "item-text"), make("p", "item-meta"));
    node.append(body, make("button", "act"));
    node.dataset.id = row.id;
    body.append(see(row));
    say(body.firstChild, row.text);
    if (row.more) {
      const more = make("button", "more", row.more);
      more.setAttribute("aria-expanded", "false");
      body.insertBefore(more, body.querySelector(".item-meta"));
    }
  }
  node.dataset.kind = row.kind;
  node.classList.toggle("back", !row.out);
  say(node.querySelector(".item-meta"), row.meta);
  const act = node.querySelector(".act");
  act.dataset.what = row.act[0];
  say(act, row.act[1]);
  act.setAttribute("aria-label", row.act[2]);
  return node;
}

async function whole(node, more) {
  const [start, end] = node.dataset.id.split("-").map(Number);
  const open = more.getAttribute("aria-expanded") !== "true";
  const answer = await server.whole(key, start, end, open);
  if (!answer.text) return;
  say(node.querySelector(".item-text"), answer.text);
  more.setAttribute("aria-expanded", String(open));
  say(more, answer.more);
}

async function decide(what, ids) {
  const answer = await server.decide(key, what, ids, kind);
  window.pdfclean.pull(answer.said);
  trigger("decided", { key });
}

panel.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const node = button.closest("li");
  if (button.classList.contains("kind")) {
    kind = button.dataset.kind;
    for (const each of kinds.children) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    list.restart();
  } else if (button.classList.contains("more")) {
    whole(node, button);
  } else if (button.classList.contains("act")) {
    decide(button.dataset.what, node ? [node.dataset.id] : []);
  }
});

follow("removed", list, (news, fresh) => {
  key = news.key;
  if (fresh) kind = "all";
});
