// The frame of a page: colours, which heading is being read. The lists of pages and of headings
// are popovers and need no script. What the colours are before anything is drawn is said in the page itself (scheme.js).
(() => {
  "use strict";
  const root = document.documentElement;

  // -- colours: as the system, light, dark

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
  };
  dark.addEventListener("change", () => root.dataset.mode === "auto" && paint("auto"));
  document.querySelectorAll(".theme-switch-button").forEach((button) => {
    button.addEventListener("click", () => {
      // From what the system has the first step is to what it has not: a step that shows nothing looks broken.
      const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
      const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      paint(mode);
      try {
        localStorage.setItem("mode", mode);
      } catch {
        // a browser that keeps nothing: the choice holds for this page
      }
    });
  });

  // -- the headings of the page: the one being read is marked; a popover closes when it has led somewhere

  const contents = document.getElementById("page-contents");
  if (contents) {
    const links = new Map();
    contents.querySelectorAll("a[href^='#']").forEach((link) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
      link.addEventListener("click", () => contents.matches(":popover-open") && contents.hidePopover());
    });
    let read = null;
    const mark = () => {
      let now = null;
      for (const [heading, link] of links) {
        if (heading.getBoundingClientRect().top > 120) break;
        now = link;
      }
      if (now === read) return;
      if (read) read.removeAttribute("aria-current");
      if (now) now.setAttribute("aria-current", "true");
      read = now;
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    };
    window.addEventListener("scroll", soon, { passive: true });
    mark();
  }

  // Who widens the window while a list is open has it as a column from then on.
  for (const [id, width] of [["pages", "(min-width: 72.5rem)"], ["page-contents", "(min-width: 90rem)"]]) {
    const list = document.getElementById(id);
    if (!list || !list.hidePopover) continue;
    matchMedia(width).addEventListener("change", () => list.matches(":popover-open") && list.hidePopover());
  }
})();
