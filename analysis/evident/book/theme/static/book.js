// Tells where a table scrolls sideways, and opens the note of a fact or a term: on hover and focus, and on the first tap
// (the second follows the link, as a click does).
// Escape closes it, and the list of editions. Without this script, or without the popover API, a fact is a link to its evidence.
(() => {
  "use strict";
  let open = null; // {link, note}
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    if (!open) return;
    open.note.hidePopover();
    open.link.removeAttribute("data-open");
    open = null;
  };

  const place = (link, note) => {
    const at = link.getClientRects()[0];
    const box = note.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), document.documentElement.clientWidth - box.width - 8);
    const below = at.bottom + 6;
    const above = at.top - box.height - 6;
    // A note that fits neither below nor above stands where all of it is seen, and one that is longer still scrolls.
    const lowest = Math.max(8, window.innerHeight - box.height - 8);
    const top = below <= lowest ? below : above >= 8 ? above : lowest;
    note.style.left = `${left}px`;
    note.style.top = `${top}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    const note = document.getElementById(link.getAttribute("aria-describedby"));
    if (!note || !note.showPopover || (open && open.link === link)) return;
    close();
    note.showPopover();
    place(link, note);
    link.setAttribute("data-open", "");
    open = { link, note };
  };

  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(close, 250); // time to move onto the note
  };

  document.querySelectorAll("a.fact, a.term").forEach((link) => {
    let touched = false;
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") timer = (clearTimeout(timer), setTimeout(show, 120, link));
    });
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType !== "mouse" && !(open && open.link === link);
    });
    link.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault();
      touched = false;
      show(link);
    });
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", (event) => {
      if (!open || !open.note.contains(event.relatedTarget)) leave();
    });
  });
  document.querySelectorAll(".fact-note").forEach((note) => {
    note.addEventListener("pointerenter", () => clearTimeout(timer));
    note.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("pointerdown", (event) => {
    if (open && !open.note.contains(event.target) && !open.link.contains(event.target)) close();
  });
  // A note goes with its number while the page moves, as under a finger that never lies quite still, and closes when the
  // number has gone.
  const follow = () => {
    if (!open) return;
    const at = open.link.getClientRects()[0];
    if (!at || at.bottom < 0 || at.top > window.innerHeight) close();
    else place(open.link, open.note);
  };
  window.addEventListener("scroll", follow, { passive: true, capture: true });
  window.addEventListener("resize", follow);

  // The list of editions closes as a note does.
  const editions = document.querySelector("details.editions");
  if (editions) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !editions.open) return;
      const inside = editions.contains(document.activeElement);
      editions.open = false;
      if (inside) editions.firstElementChild.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!editions.contains(event.target)) editions.open = false;
    });
  }

  // A table that is wider than its frame says so.
  const tables = document.querySelectorAll(".exhibit > .scroll");
  const tell = () => tables.forEach((frame) => {
    frame.nextElementSibling.hidden = frame.scrollWidth <= frame.clientWidth;
  });
  tell();
  window.addEventListener("resize", tell);

  // Code and other tables that are wider than their frames can be scrolled by keyboard too: what scrolls is a stop, and
  // only what scrolls. A frame is measured again when it or what it holds has another size, as with the fonts.
  const frames = document.querySelectorAll(".bd-article pre, .pst-scrollable-table-container:not(.exhibit *)");
  const stop = ({ target }) => {
    const frame = target.closest("pre, .pst-scrollable-table-container");
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver((changed) => changed.forEach(stop));
  frames.forEach((frame) => {
    sizes.observe(frame);
    if (frame.firstElementChild) sizes.observe(frame.firstElementChild);
  });
})();
