// Marks on a page what was searched for: in the section that the address names, else on all of it. Loaded where the
// address asks for it (?mark=word). A button takes the marks away again.
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

  const clear = (bar) => {
    article.querySelectorAll("mark.search-mark").forEach((element) => {
      const parent = element.parentNode;
      element.replaceWith(...element.childNodes);
      parent.normalize();
    });
    bar.remove();
    try {
      history.replaceState(null, "", location.pathname + location.hash);
    } catch {
      // some browsers refuse it for pages from a disk
    }
  };

  const parts = named();
  const marks = parts.flatMap(textsIn).flatMap(mark).slice(0, MOST);
  const seen = marks.filter((element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent);
  if (!seen.length) return;
  if (location.hash) seen[0].scrollIntoView({ block: "center" });

  const bar = document.createElement("aside");
  bar.className = "search-marks";
  const text = document.createElement("p");
  text.textContent = evidentSearch.said.marked.replace("{words}", wanted.join(", "));
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = evidentSearch.said.clear;
  button.addEventListener("click", () => clear(bar));
  bar.append(text, button);
  document.body.append(bar);
})();
