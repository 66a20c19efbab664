// The whole text with what was taken out struck through (see changes.py): gets element and server
// from gr.HTML.

const panel = element.querySelector(".view");
const pane = panel.querySelector(".view-pane");

let key = "";

const list = paged(pane, {
  size: 8,
  height: 400,
  fetch: async (first) => {
    const answer = await server.changes(key, first);
    if (first === 0) {
      remark(panel.querySelector(".view-none"), answer.none);
      const before = [...panel.querySelectorAll(".legend li")].map((each) => each.dataset.kind);
      if (before.join() !== answer.legend.map(([kind]) => kind).join()) {
        panel.querySelector(".legend").replaceChildren(
          ...answer.legend.map(([kind, label]) => {
            const item = make("li", "", label);
            item.dataset.kind = kind;
            return item;
          }),
        );
      }
    }
    return answer;
  },
  draw(row, before) {
    if (before && before.dataset.mark === row.mark) return before;
    const node = before || make("li", "part");
    node.dataset.id = row.id;
    node.dataset.mark = row.mark;
    node.replaceChildren(
      ...row.pieces.map(([text, kind, label]) => {
        if (!kind) return document.createTextNode(text);
        const gone = make(kind === "written" ? "ins" : "del", "", text);
        gone.dataset.kind = kind;
        gone.title = label;
        return gone;
      }),
    );
    return node;
  },
});

follow("changes", list, (news) => {
  key = news.key;
});
