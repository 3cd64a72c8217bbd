// Starts each explorer of the page with what the report registered for its key.
(() => {
  "use strict";
  for (const section of document.querySelectorAll("section.explorer")) {
    const { key } = JSON.parse(section.querySelector("script").textContent);
    evident.controls.start(section, evident.explorers[key]);
  }
})();
