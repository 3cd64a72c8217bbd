// Between the languages of the book: the same place of the page, and one offer to whose browser prefers another
// language. Nobody is sent anywhere: the link stands in the bar, and what a reader chose or put away is kept.
(() => {
  "use strict";
  const links = [...document.querySelectorAll(".language-switch")];
  const kept = (value) => {
    try {
      return value === undefined ? localStorage.getItem("language") : localStorage.setItem("language", value);
    } catch {
      return "unknown"; // a browser that keeps nothing is not asked on every page
    }
  };

  const TOP = 200; // px of a page of which the bar can be seen
  const [STOOD, FORGOTTEN] = [1500, 10000]; // ms after which a reader has come to rest, and has not come up for the bar

  /** The heading that is being read: anchors are the same in every language. */
  const heading = () => {
    let now = "";
    for (const section of document.querySelectorAll("article section[id]")) {
      if (section.getBoundingClientRect().top > 120) break;
      now = `#${section.id}`;
    }
    return now;
  };

  // Who reads far down comes up to the bar for the link: what was read until then is the place.
  let [stood, timer] = ["", 0];
  const settle = () => {
    if (scrollY < TOP) timer = setTimeout(() => { stood = ""; }, FORGOTTEN);
    else stood = heading();
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(settle, STOOD);
  }, { passive: true });
  const place = () => location.hash || (scrollY < TOP ? stood : heading());
  const lead = (link) =>
    link.addEventListener("click", () => {
      link.hash = place();
      if (document.body.dataset.page === "search") link.search = location.search; // what is looked for
      kept(link.hreflang);
    });
  links.forEach(lead);

  // Once: on the first page that a reader opens, and never again.
  if (kept() !== null) return;
  kept("offered");
  const short = (code) => code.slice(0, 2).toLowerCase();
  const wanted = (navigator.languages || [navigator.language]).map(short);
  const rank = (code) => (wanted.includes(short(code)) ? wanted.indexOf(short(code)) : wanted.length);
  const link = links.find((one) => rank(one.hreflang) < rank(document.documentElement.lang));
  if (!link) return;
  const offer = document.createElement("p");
  offer.className = "language-offer";
  offer.lang = link.lang;
  const go = document.createElement("a");
  go.href = link.href;
  go.hreflang = link.hreflang;
  go.textContent = link.dataset.offer;
  lead(go);
  const close = document.createElement("button");
  close.type = "button";
  close.title = link.dataset.close;
  close.textContent = "×";
  close.addEventListener("click", () => offer.remove());
  offer.append(go, close);
  document.querySelector(".page-columns").before(offer);
})();
