// A page of the preview: it shows what is wrong until that is mended, and the new page when there is one.
"use strict";
(() => {
  const PLACE = "evident-preview-scroll";
  const kept = sessionStorage.getItem(PLACE);
  if (kept) {
    sessionStorage.removeItem(PLACE);
    const [page, y] = JSON.parse(kept);
    if (page === location.pathname) {
      history.scrollRestoration = "manual";
      addEventListener("load", () => scrollTo({ top: y, behavior: "instant" }));
    }
  }

  let shown = null;
  const show = (text) => {
    let box = document.getElementById("evident-preview-error");
    if (!text) {
      box?.remove();
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.id = "evident-preview-error";
      box.setAttribute("role", "alert");
      Object.assign(box.style, {
        position: "fixed", insetInline: "0", bottom: "0", zIndex: "100000", margin: "0", padding: "1rem 1.25rem",
        maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap", font: "14px/1.5 monospace",
        background: "#7a1f12", color: "#fff", borderTop: "4px solid #fff",
      });
      document.body.append(box);
    }
    box.textContent = text;
  };

  new EventSource("/-/news").onmessage = (message) => {
    const { book, error } = JSON.parse(message.data);
    if (shown !== null && book !== shown && !error) {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY]));
      location.reload();
      return;
    }
    shown ??= book;
    if (document.body) show(error);
    else addEventListener("DOMContentLoaded", () => show(error));
  };
})();
