// The field of the search and what is found, in a dialog on any page and on the search page. All text is put in as text.
(() => {
  "use strict";
  const AT_FIRST = { dialog: 8, page: 20 };
  const WAIT = 90; // milliseconds after a key
  const MARKS = 6;
  const { head, root } = evidentSearch;
  const said = head.words;
  const panels = new Set();
  let complete = false;

  const fill = (words, blanks) => words.replace(/\{(\w+)\}/g, (blank, name) => (name in blanks ? String(blanks[name]) : blank));
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const marked = (element, pieces) => {
    for (const { text, hit } of pieces) element.append(hit ? make("mark", "search-mark", text) : text);
    return element;
  };
  const address = (page, anchor, words = []) => {
    const query = new URLSearchParams(words.map((word) => ["mark", word])).toString();
    return root + head.pages[page][0] + (query && `?${query}`) + (anchor && `#${encodeURIComponent(anchor)}`);
  };

  const KINDS = Object.fromEntries(head.kinds);
  const PAGES = ["chapter", "page", "place"];

  /** One result: what it is, its title as a link, where it stands, an extract. */
  const entry = (hit) => {
    const { record, terms } = hit;
    const item = make("li", `search-result search-is-${record.kind}`);
    const words = record.kind === "number" ? [record.text.match(/[\d.,–−-]*\d/)?.[0] ?? record.text] : evidentSearch.foundWords(hit).slice(0, MARKS);
    const link = make("a", "search-title");
    link.href = address(record.page, record.anchor, words);
    if (record.kind === "number") link.append(make("strong", "search-value", record.text), " ");
    marked(link, evidentSearch.extract(record.title, terms));
    const where = make("p", "search-where");
    where.append(make("span", "search-kind", KINDS[record.kind]));
    const page = head.pages[record.page][1];
    if (!PAGES.includes(record.kind)) where.append(" · ", page);
    if (record.proofPage >= 0) {
      const proof = make("a", "search-proof", said.proof);
      proof.href = address(record.proofPage, record.proofAnchor);
      where.append(" · ", proof);
    }
    item.append(where, link);
    const text = shownText(hit);
    if (text) item.append(marked(make("p", "search-extract"), evidentSearch.extract(text, terms)));
    return item;
  };

  /** The text in which the words stand: the record's own, or that of the part by which a page was found. */
  const shownText = ({ record, part, terms }) => {
    if (record.kind === "number") return "";
    const texts = [record.text, record.passage, ...(part ? [part.passage, part.title, part.text] : [])].filter(Boolean);
    return texts.find((text) => evidentSearch.placesIn(text, terms).length) || texts[0] || "";
  };

  /** What is shown for a query in one place. */
  const panel = (kind, { field, status, list, after, opened }) => {
    let shown = AT_FIRST[kind];
    let timer = 0;
    let last = "";
    let listed = [];
    const links = () => [...list.querySelectorAll("a.search-title")];

    /** Show what is found now; who is at a result by then stays at it. */
    const answers = () => {
      const at = links().indexOf(document.activeElement);
      const record = at >= 0 ? listed[at].record : null;
      listed = [];
      show();
      if (!record) return;
      const now = listed.findIndex((hit) => hit.record === record);
      (links()[now >= 0 ? now : at] || field).focus();
    };

    const show = () => {
      const query = field.value.trim();
      if (query !== last) shown = AT_FIRST[kind];
      last = query;
      list.replaceChildren();
      after.replaceChildren();
      if (!query) {
        status.textContent = said.hint;
        return;
      }
      const hits = evidentSearch.answer(field.value);
      evidentSearch.loadRest();
      if (!hits.length) {
        status.textContent = complete ? `${fill(said.nothing, { query: query.slice(0, 80) })} ${said.try}` : "";
        if (complete) offerNear(query);
        return;
      }
      const found = fill(hits.length === 1 ? said.one : said.many, { count: hits.length });
      status.textContent = complete ? found : fill(said.more_to_come, { found });
      listed = hits.slice(0, shown);
      list.append(...listed.map(entry));
      if (hits.length > shown) offerMore(kind, query, hits.length);
    };

    const offerNear = (query) => {
      const near = evidentSearch.near(query).filter((word) => word && word !== query.toLowerCase());
      if (!near.length) return;
      after.append(make("span", "", said.near), " ");
      for (const word of near) {
        const button = make("button", "search-near", word);
        button.type = "button";
        button.addEventListener("click", () => {
          field.value = word;
          field.focus();
          changed();
        });
        after.append(button, " ");
      }
    };

    const offerMore = (of, query, count) => {
      if (of === "dialog") {
        const link = make("a", "search-all", fill(said.all, { count }));
        link.href = `${root}search.html?${new URLSearchParams({ q: query })}`;
        after.append(link);
        return;
      }
      const button = make("button", "search-more", said.more);
      button.type = "button";
      button.addEventListener("click", () => {
        const from = shown;
        shown += AT_FIRST.page;
        answers();
        list.children[from]?.querySelector("a").focus();
      });
      after.append(button);
    };

    const changed = () => {
      answers();
      if (opened) opened(field.value.trim());
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(changed, WAIT);
    });

    // Arrows go from the field through the results; they are links, so that Enter and a new tab do what they do.
    const step = (event) => {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const inField = document.activeElement === field;
      if (event.key === "ArrowDown" && (inField || at >= 0)) all[Math.min(at + 1, all.length - 1)]?.focus();
      else if (event.key === "ArrowUp" && at >= 0) (at ? all[at - 1] : field).focus();
      else if (event.key === "Home" && at >= 0) all[0].focus();
      else if (event.key === "End" && at >= 0) all[all.length - 1].focus();
      else if (event.key === "Enter" && inField && !event.isComposing) {
        clearTimeout(timer);
        changed();
        if (kind === "dialog") links()[0]?.click();
        else links()[0]?.focus();
      } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        field.focus(); // who types on goes on with the query
        return;
      } else return;
      event.preventDefault();
    };
    panels.add(answers);
    return { answers, step };
  };

  /** More of the data has come, or all of it. */
  evidentSearch.refresh = (all) => {
    complete = complete || all;
    panels.forEach((answers) => answers());
  };

  /** Open the dialog; the focus returns to where it came from. */
  let dialog = null;
  evidentSearch.dialog = () => {
    dialog = dialog || makeDialog();
    if (dialog.open) return dialog.close();
    dialog.showModal();
    const field = dialog.querySelector("input");
    field.focus();
    field.select();
  };

  const makeDialog = () => {
    const box = make("dialog", "search-dialog");
    box.setAttribute("aria-label", said.field);
    const form = make("div", "search-form");
    form.setAttribute("role", "search");
    const field = make("input");
    Object.assign(field, { type: "search", autocomplete: "off", spellcheck: false, maxLength: 200, placeholder: said.field, enterKeyHint: "go" });
    field.setAttribute("aria-label", said.field);
    const close = make("button", "search-close", said.close);
    close.type = "button";
    close.addEventListener("click", () => box.close());
    const [status, list, after] = [make("p", "search-status"), make("ol", "search-results"), make("p", "search-after")];
    status.setAttribute("role", "status");
    form.append(field, close);
    box.append(form, status, list, after);
    document.body.append(box);
    const { answers, step } = panel("dialog", { field, status, list, after });
    box.addEventListener("keydown", step);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // or it would empty the field first
      box.close();
    });
    box.addEventListener("click", (event) => {
      if (event.target === box || event.target.closest("a")) box.close(); // beside it, or to a place on this page
    });
    answers();
    return box;
  };

  /** The search page: its query stands in its address. */
  evidentSearch.page = (page) => {
    const parts = ["input", ".search-status", ".search-results", ".search-after"].map((part) => page.querySelector(part));
    const [field, status, list, after] = parts;
    const opened = (query) => {
      try {
        history.replaceState(null, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
      } catch {
        // some browsers refuse it for pages from a disk
      }
    };
    page.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    if (!field.value) field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, 200);
    const { answers, step } = panel("page", { field, status, list, after, opened });
    page.addEventListener("keydown", step);
    field.focus();
    answers();
  };
})();
