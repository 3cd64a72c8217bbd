// Reports of errors. On a page with notes it completes the link "Report an error" of the note that a reader has before
// them: what it concerns, as it is printed, where it stands. On the page that says how to report it shows what such a
// link handed over, and copies it. Without it these links lead to the same form or page, empty.
(() => {
  "use strict";

  // -- links

  const foot = document.querySelector("a.report-page");

  // The place of a number in the catalogue as others would find it: not where this copy happens to lie.
  const placeOf = (href) => {
    const { base, page } = foot.dataset;
    if (href.startsWith("#")) return `${base}${page}${href}`;
    const folders = page.split("/").slice(0, -1);
    const steps = href.split("/");
    while (steps[0] === "..") {
      steps.shift();
      folders.pop();
    }
    return base + [...folders, ...steps].join("/");
  };

  const fill = (event) => {
    const link = event.target.closest && event.target.closest("a[data-report]");
    if (!link || !foot) return;
    const note = link.closest(".fact-note");
    const told = {
      what: link.dataset.report,
      value: note.querySelector(".fact-note-value").textContent,
      place: placeOf(note.querySelector('a[href*="#fact-"]').getAttribute("href")),
    };
    link.href = Object.entries(told).reduce(
      (address, [name, text]) => address.replaceAll(encodeURIComponent(`{${name}}`), encodeURIComponent(text)),
      foot.dataset.pattern,
    );
  };
  // Whichever comes first: the address must be whole when it is followed, copied or opened elsewhere.
  ["pointerover", "pointerdown", "focusin"].forEach((name) => document.addEventListener(name, fill));

  // -- the page that says how to report

  const frame = document.querySelector(".reporting");
  if (!frame) return;
  const asked = new URLSearchParams(location.search);
  const rows = [...frame.querySelectorAll("[data-field]")];
  rows.forEach((row) => {
    const text = asked.get(row.dataset.field);
    if (!text) return;
    row.lastElementChild.textContent = text; // as text: whoever made the address may have written anything into it
    row.hidden = false;
  });
  const button = frame.querySelector(".reporting-copy");
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = rows.filter((row) => !row.hidden).map((row) => `${row.firstElementChild.textContent}: ${row.lastElementChild.textContent}`);
    await navigator.clipboard.writeText(lines.join("\n"));
    button.textContent = button.dataset.done;
  });
})();
