(() => {
  const root = document.documentElement.dataset;
  let kept = {};
  try { kept = localStorage; } catch { /* a browser that keeps nothing */ }
  root.mode = kept.mode || "auto";
  root.theme = root.mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : root.mode;
})();
