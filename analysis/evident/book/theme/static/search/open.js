// On every page: opens the search from its buttons, "/" and Ctrl-K, and marks on a page what was searched for. All else
// is loaded when somebody searches. Without scripts the buttons are links to the search page.
globalThis.evidentSearch = globalThis.evidentSearch || {};
(() => {
  "use strict";
  const own = document.currentScript;
  const folder = new URL("./", own.src).href;
  const root = new URL("../../", folder).href;
  Object.assign(evidentSearch, { root, said: own.dataset });

  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = folder + name;
    script.async = false; // in the order asked for
    script.onload = done;
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });

  let ready = null;
  /** The search with what is looked up first; the rest comes after, and is told to `panel.refresh`. */
  const start = () => {
    ready = ready || Promise.all(["minisearch/minisearch.min.js", "terms.js", "slips.js", "extracts.js", "ranking.js", "report.js", "results.js", "panel.js"].map(load))
      .catch((error) => {
        ready = null;
        throw error;
      });
    return ready;
  };
  let rest = null;
  evidentSearch.loadRest = () => {
    rest = rest || (async () => {
      for (const name of ["texts.js", "evidence.js"]) {
        await load(name);
        evidentSearch.refresh(name === "evidence.js");
      }
    })().catch(() => evidentSearch.refresh(true));
    return rest;
  };

  const page = document.querySelector(".search-page");
  if (page) {
    start().then(() => evidentSearch.page(page)).catch(() => {
      page.querySelector(".search-failed").hidden = false;
    });
  }

  const open = async (link) => {
    if (page) return page.querySelector("input").focus();
    try {
      await start();
      evidentSearch.dialog(link);
    } catch {
      location.href = `${root}search.html`; // which says what else there is
    }
  };
  const links = document.querySelectorAll("[data-search]");
  links.forEach((link) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab
    event.preventDefault();
    open(link);
  }));
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  window.addEventListener("keydown", (event) => {
    const combined = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (!combined && !slash) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open(links[0]);
  }, true);

  if (new URLSearchParams(location.search).has("mark")) load("marks.js").catch(() => {}); // the page is whole without
})();
