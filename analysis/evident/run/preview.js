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

  // What the last save changed, until it is closed.
  const CLOSED = "evident-preview-closed";
  const note = (book, changes) => {
    document.getElementById("evident-preview-note")?.remove();
    if (!changes.length || sessionStorage.getItem(CLOSED) === String(book)) return;
    const box = document.createElement("div");
    box.id = "evident-preview-note";
    box.setAttribute("role", "status");
    Object.assign(box.style, {
      position: "fixed", right: "1rem", bottom: "1rem", zIndex: "99999", padding: ".75rem 1rem", maxHeight: "40vh",
      maxWidth: "min(36rem, calc(100vw - 2rem))", boxSizing: "border-box", overflow: "auto", whiteSpace: "pre-wrap",
      overflowWrap: "anywhere", font: "13px/1.5 monospace", background: "#23201c", color: "#fff",
      border: "1px solid #fff", borderRadius: "4px",
    });
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close this note");
    Object.assign(close.style, {
      float: "right", minWidth: "28px", minHeight: "28px", marginLeft: "1rem", font: "inherit", color: "inherit",
      background: "none", border: "1px solid currentColor",
    });
    close.onclick = () => {
      sessionStorage.setItem(CLOSED, String(book));
      box.remove();
    };
    const text = document.createElement("div");
    text.textContent = changes.join("\n");
    box.append(close, text);
    document.body.append(box);
  };

  new EventSource("/-/news").onmessage = (message) => {
    const { book, error, changes } = JSON.parse(message.data);
    if (shown !== null && book !== shown && !error) {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY]));
      location.reload();
      return;
    }
    shown ??= book;
    const tell = () => {
      show(error);
      note(book, error ? [] : changes);
    };
    if (document.body) tell();
    else addEventListener("DOMContentLoaded", tell);
  };
})();
