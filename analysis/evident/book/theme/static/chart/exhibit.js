// What every exhibit has: buttons that copy, addresses that hold elsewhere too, and, when a chart comes near the view,
// what answers in it. Without this script the words to copy stand there, and the chart has its table.
(() => {
  "use strict";

  // An address that the page knows from its own place is a whole one as soon as the page has a place on the web.
  if (location.protocol.startsWith("http")) {
    for (const element of document.querySelectorAll("[data-relative]")) {
      const relative = element.dataset.relative;
      element.textContent = element.textContent.replace(relative, new URL(relative, location.href).href);
    }
  }

  for (const button of document.querySelectorAll("button[data-copies]")) {
    const shown = button.closest("[data-copied]").querySelector("[data-copy]");
    const status = button.parentElement.querySelector("[role=status]");
    const { copied, failed } = button.closest("[data-copied]").dataset;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await evident.copy(shown.textContent.trim(), shown);
      status.textContent = "";
      requestAnimationFrame(() => (status.textContent = done ? copied : failed)); // the same words are said again
    });
  }

  // Of several panels under an exhibit one is open; browsers that know the name of a group do this by themselves.
  for (const details of document.querySelectorAll(".exhibit-tool")) {
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      for (const other of details.parentElement.children) if (other !== details && other.open) other.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.firstElementChild.focus();
    });
  }

  const answer = async (chart) => {
    const { marks, scripts } = chart.dataset;
    await Promise.all([...scripts.split(" ").map(evident.load), evident.load(marks)]);
    evident.answers(chart);
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      answer(target).catch(() => {}); // the drawing and its table are there without it
    }
  }, { rootMargin: "400px" });
  for (const chart of document.querySelectorAll(".chart[data-marks]")) near.observe(chart);
})();
