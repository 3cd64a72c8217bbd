// Marks on a page what was searched for: in the section that the address names, else on all of it. Loaded where the
// address asks for it (?mark=word). A small bar leads from mark to mark and takes them away again, as Esc does.
(() => {
  "use strict";
  const MOST = 100;
  const wanted = new URLSearchParams(location.search).getAll("mark").filter(Boolean).slice(0, 6);
  const article = document.querySelector("article");
  if (!article || !wanted.length) return;

  const escaped = (text) => text.slice(0, 80).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const bounded = (text) => (/\p{Script=Han}/u.test(text) ? escaped(text) : `(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`);
  const pattern = new RegExp(wanted.map(bounded).join("|"), "giu");

  /** The part of the page that an address names: a section, or an entry of a list with what belongs to it. */
  const named = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const found = id && document.getElementById(id);
    if (!found || !article.contains(found)) return [article];
    if (found.localName === "dt" && found.nextElementSibling) return [found, found.nextElementSibling];
    return [found.closest("section, figure, table, li, dt, .exhibit") || found];
  };

  const textsIn = (part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, (node) => {
      const parent = node.parentElement;
      const skip = parent.closest("script, style, noscript, svg, math, mark, .headerlink, .fact-note, .fact-notes");
      return skip ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };

  const mark = (text) => {
    const made = [];
    const matches = [...text.data.matchAll(pattern)].reverse();
    for (const match of matches) {
      const range = document.createRange();
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const element = document.createElement("mark");
      element.className = "search-mark";
      range.surroundContents(element);
      made.unshift(element);
    }
    return made;
  };

  const parts = named();
  const marks = parts.flatMap(textsIn).flatMap(mark);
  const seen = marks.filter((element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent)).slice(0, MOST);
  if (!seen.length) return;

  /** The first mark of the paragraph, cell or heading in which most of the words stand. */
  const best = () => {
    const words = new Map();
    for (const element of seen) {
      const block = element.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, figcaption, summary") || article;
      if (!words.has(block)) words.set(block, { first: element, found: new Set() });
      words.get(block).found.add(element.textContent.toLowerCase());
    }
    const blocks = [...words.values()];
    const most = Math.max(...blocks.map(({ found }) => found.size));
    return seen.indexOf(blocks.find(({ found }) => found.size === most).first);
  };

  const { said } = evidentSearch;
  const make = (tag, attributes, text = "") => Object.assign(document.createElement(tag), { textContent: text, ...attributes });
  const bar = make("aside", { className: "search-marks", ariaLabel: said.marked.replace("{words}", wanted.join(document.documentElement.lang.startsWith("zh") ? "、" : ", ")) });
  const place = make("p");
  place.setAttribute("role", "status");
  let at = best();

  const show = (behaviour) => {
    seen.forEach((element, n) => element.classList.toggle("search-mark-here", n === at));
    place.textContent = said.of_marks.replace("{number}", at + 1).replace("{count}", seen.length);
    seen[at].scrollIntoView({ block: "center", behavior: behaviour });
  };
  const step = (by) => {
    at = (at + by + seen.length) % seen.length;
    show("auto");
  };
  const clear = () => {
    const here = seen[at].parentElement;
    marks.forEach((element) => {
      const parent = element.parentNode;
      element.replaceWith(...element.childNodes);
      parent.normalize();
    });
    if (bar.contains(document.activeElement)) { // a keyboard goes on from where the mark was
      here.tabIndex = -1;
      here.focus({ preventScroll: true });
      here.addEventListener("blur", () => here.removeAttribute("tabindex"), { once: true });
    }
    bar.remove();
    window.removeEventListener("keydown", leave, true);
    try {
      history.replaceState(null, "", location.pathname + location.hash);
    } catch {
      // some browsers refuse it for pages from a disk
    }
  };
  // What is open above the page, such as a note, closes first.
  const leave = (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open], :popover-open") || event.target.closest?.(".exhibit-tool[open], .editions[open]")) return;
    clear();
  };
  const button = (words, onclick) => make("button", { type: "button", onclick }, words);

  if (seen.length > 1) bar.append(place, button(said.back, () => step(-1)), button(said.next, () => step(1)));
  bar.append(button(said.clear, clear));
  window.addEventListener("keydown", leave, true); // before the note hears of it
  // In its section, so that a keyboard, which begins there, finds it first.
  (parts[0].closest("section, article") || article).prepend(bar);
  show("instant");
})();
