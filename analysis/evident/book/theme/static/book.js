// Tells where a table scrolls sideways, puts the focus into the field of the search page, and opens the note of a fact or a term:
// on hover and focus, and on the first tap (the second follows the link, as a click does).
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
    const top = below + box.height > window.innerHeight && at.top > box.height + 6 ? at.top - box.height - 6 : below;
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
  window.addEventListener("scroll", close, { passive: true });
  window.addEventListener("resize", close);

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

  // The page of the search waits for words.
  const field = document.querySelector(".bd-search-container input[type=search]");
  if (field) {
    field.focus();
    field.select();
  }

  // A table that is wider than its frame says so.
  const tables = document.querySelectorAll(".exhibit > .scroll");
  const tell = () => tables.forEach((frame) => {
    frame.nextElementSibling.hidden = frame.scrollWidth <= frame.clientWidth;
  });
  tell();
  window.addEventListener("resize", tell);
})();
