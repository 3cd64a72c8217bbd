// Loads the scripts of explorers when one comes near the view, or the address leads to it, and starts it with what the
// report registered for its key. Until then its title stands, and room for the rest.
(() => {
  "use strict";

  const open = async (section) => {
    const { scripts } = section.dataset;
    if (!scripts) return; // begun already
    delete section.dataset.scripts;
    try {
      await Promise.all(scripts.split(" ").map(evident.load));
      const { key } = JSON.parse(section.querySelector("script").textContent);
      section.querySelector(".explorer-room").remove();
      evident.controls.start(section, evident.explorers[key]);
      section.removeAttribute("aria-busy");
    } catch (error) {
      section.hidden = true; // the exhibit above has what the explorer began with
      throw error;
    }
  };

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      open(target);
    }
  }, { rootMargin: "800px" });
  const sections = [...document.querySelectorAll("section.explorer")];
  sections.forEach((section) => near.observe(section));

  // An address that keeps a setting (#explorer-name?…) names no element that a browser would go to by itself.
  const follow = () => {
    const [name] = location.hash.slice(1).split("?");
    sections.filter((section) => section.id === name).forEach(open);
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
