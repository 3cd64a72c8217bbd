// The field of the search and what is found, in a dialog on any page and on the search page. All text is put in as text.
(() => {
  "use strict";
  const AT_FIRST = { dialog: 8, page: 20 };
  const WAIT = 90; // milliseconds after a key
  const FEW = 5; // places with all words; below that the others are shown too
  const { entry, fill, head, make, root } = evidentSearch;
  const said = head.words;
  const panels = new Set();
  let complete = false;

  /** What is shown for a query in one place. */
  const panel = (kind, { field, status, list, after, opened }) => {
    let shown = AT_FIRST[kind];
    let withOthers = false; // also what lacks a word
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
      if (query !== last) [shown, withOthers] = [AT_FIRST[kind], false];
      last = query;
      list.replaceChildren();
      after.replaceChildren();
      if (!query) {
        status.textContent = said.hint;
        return;
      }
      const found = evidentSearch.answer(field.value);
      evidentSearch.loadRest();
      if (!found.hits.length) {
        status.textContent = complete ? `${fill(said.nothing, { query: query.slice(0, 80) })} ${said.try}` : "";
        if (complete) offerNear(found);
        return;
      }
      const whole = found.hits.filter(({ lacks }) => !lacks.length);
      const lacking = found.hits.length - whole.length;
      status.textContent = told(found, whole.length || lacking, !whole.length);
      const open = withOthers || whole.length < FEW ? found.hits : whole;
      listed = open.slice(0, shown);
      list.append(...listed.map(entry));
      if (open.length > shown) offerMore(query, open.length);
      else if (open.length < found.hits.length) offerLacking(query, lacking);
    };

    /** What is said above the results: how many there are, what a word was taken for, which word stands nowhere. */
    const told = ({ heard, typed, taken }, count, isPart) => {
      const absent = heard.filter((word) => !word.found.size && !word.isAsking).map(({ label }) => label.slice(0, 40));
      const words = isPart || (complete && absent.length) ? (count === 1 ? said.some_one : said.some_many) : (count === 1 ? said.one : said.many);
      const found = fill(words, { count });
      const sentences = [complete ? found : fill(said.more_to_come, { found })];
      if (taken) sentences.unshift(fill(said.instead, { words: taken, query: typed }));
      if (absent.length && complete) sentences.push(fill(said.absent, { words: absent.join(" ") }));
      const [stop, between] = document.documentElement.lang.startsWith("zh") ? ["。", ""] : [".", " "];
      return sentences.map((sentence) => sentence.replace(/[^.?!。]$/u, `$&${stop}`)).join(between);
    };

    const offerNear = (found) => {
      const near = evidentSearch.nearWords(found);
      if (!near.length) return;
      after.append(make("span", "", said.near), " ");
      for (const word of near) {
        offer("search-near", word, () => {
          field.value = word;
          field.focus();
          changed();
        });
        after.append(" ");
      }
    };

    const offer = (className, words, onclick) => {
      const button = make("button", className, words);
      button.type = "button";
      button.addEventListener("click", onclick);
      after.append(button);
    };

    /** In the dialog a link to the search page, which has room for all. */
    const offerPage = (query, words) => {
      const link = make("a", "search-all", words);
      link.href = `${root}search.html?${new URLSearchParams({ q: query })}`;
      after.append(link);
    };

    const offerMore = (query, count) => {
      if (kind === "dialog") return offerPage(query, fill(said.all, { count }));
      offer("search-more", said.more, () => {
        const from = shown;
        shown += AT_FIRST.page;
        answers();
        list.children[from]?.querySelector("a").focus();
      });
    };

    const offerLacking = (query, count) => {
      const words = fill(said.lacking, { count });
      if (kind === "dialog") return offerPage(query, words);
      offer("search-more", words, () => {
        const from = list.children.length;
        withOthers = true;
        shown = from + AT_FIRST.page;
        answers();
        list.children[from]?.querySelector("a").focus();
      });
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
