// A long list that is drawn page by page as it comes into view. Put before the scripts of the views
// that have one (see views.py).

/** An element with a class and a text; what a PDF says never becomes markup. */
function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  if (tag === "button") node.type = "button";
  return node;
}

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A button that shows the page of the PDF where a row's item stands (see source.js). */
function see({ id, see: [label, aloud] }) {
  const button = make("button", "see", label);
  button.setAttribute("aria-label", aloud);
  button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("pdfclean:page", { detail: { id } }));
  });
  return button;
}

/** Show a remark in place of a list, or none. */
function remark(node, text) {
  node.hidden = !text;
  say(node, text || "");
}

/** Put nodes into a parent in order, without moving those that stand there already. */
function settle(parent, nodes) {
  const staying = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!staying.has(node)) node.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/**
 * pane scrolls; size items make a page, each some `height` pixels high until it is drawn;
 * fetch(first) promises {total, rows} and draw(row, before) gives its node, new or changed.
 */
function paged(pane, { size, height, fetch, draw }) {
  let pages = [];
  let turn = 0;

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = pages[Number(target.dataset.page)];
        if (!page) continue;
        page.near = isIntersecting;
        if (page.near) load(page);
      }
    },
    { root: pane, rootMargin: "600px" },
  );

  async function load(page) {
    if (page.busy || !page.stale) return;
    const mine = turn;
    page.busy = true;
    page.stale = false;
    let answer;
    try {
      answer = await fetch(page.first);
    } catch {
      answer = null; // the next change, or coming back, tries again
    }
    if (mine !== turn) return;
    page.busy = false;
    if (!answer || !answer.rows) {
      page.stale = true;
      return;
    }
    resize(answer.total);
    fill(page, answer.rows);
    if (page.near) load(page);
  }

  function resize(total) {
    const count = Math.ceil(total / size);
    while (pages.length > Math.max(count, 1)) {
      const { node } = pages.pop();
      watcher.unobserve(node);
      node.remove();
    }
    while (pages.length < count) {
      const node = make("ol", "page");
      node.dataset.page = pages.length;
      node.dataset.first = pages.length * size;
      node.style.minHeight = `${Math.min(size, total - pages.length * size) * height}px`;
      pages.push({ node, first: pages.length * size, stale: true, busy: false, near: false });
      pane.append(node);
      watcher.observe(node);
    }
  }

  function fill(page, rows) {
    const { node } = page;
    const held = node.contains(document.activeElement) && document.activeElement.closest("li");
    const place = held ? [...node.children].indexOf(held) : -1;
    const before = new Map([...node.children].map((each) => [each.dataset.id, each]));
    settle(node, rows.map((row) => draw(row, before.get(row.id))));
    node.style.minHeight = "";
    if (held && !held.isConnected) {
      // What had the focus is gone: go on with what stands in its place.
      const next = node.children[Math.min(place, node.children.length - 1)];
      (next?.querySelector("button") || pane).focus({ preventScroll: true });
    }
  }

  return {
    /** Everything anew, from the top. */
    restart() {
      turn += 1;
      watcher.disconnect();
      pages = [];
      pane.replaceChildren();
      pane.scrollTop = 0;
      resize(1);
      load(pages[0]);
    },
    /** What is in view has changed; the rest is fetched again when it comes there. */
    refresh() {
      if (!pages.length) resize(1);
      for (const page of pages) page.stale = true;
      for (const page of pages) if (page.near || page.first === 0) load(page);
    },
  };
}

/** Whether a view is shown: by its tab, or the changes beside the text. */
function onScreen(view) {
  const main = document.querySelector("#main");
  const aside = view === "changes" && main.dataset.view === "text" && main.classList.contains("beside");
  return main.dataset.view === view || aside;
}

/** Tell when a view is to be drawn anew: shown, or the text changed while it is on the screen. */
function onNews(view, draw) {
  let shown = "";
  let timer = 0;
  const look = () => {
    const news = window.pdfclean?.news;
    const mark = news ? `${news.key}/${news.run}/${news.version}/${news.edition}` : "";
    if (!onScreen(view) || !news || mark === shown) return;
    const fresh = !shown.startsWith(`${news.key}/${news.run}/`);
    shown = mark;
    draw(news, fresh);
  };
  document.addEventListener("pdfclean:view", look);
  document.addEventListener("pdfclean:news", () => {
    clearTimeout(timer);
    // While text comes, twice a second is enough.
    timer = setTimeout(look, window.pdfclean.news.running ? 500 : 0);
  });
}

/** Keep a list up to date while its view is shown; begin(news, fresh) says what it is to show. */
function follow(view, list, begin) {
  onNews(view, (news, fresh) => {
    begin(news, fresh);
    if (fresh) list.restart();
    else list.refresh();
  });
}
