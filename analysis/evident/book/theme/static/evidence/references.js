// Leaves of the list of references what has the words, is of the kind and in the language that a reader chooses. What
// is chosen stands in the address. The items say by their classes what they are (book/references.py).
(() => {
  "use strict";

  const frame = document.querySelector(".reference-filter");
  if (!frame) return;
  const { words, kinds, languages, letters } = JSON.parse(frame.querySelector("script").textContent);
  const say = (key, blanks = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

  // What rests on a document is not what it is found by.
  const items = [...document.querySelectorAll(".reference-list > li")].map((item) => ({
    item, text: plain(item.querySelector("p").textContent),
  }));
  const parts = [...document.querySelectorAll(".reference-part")].map((part, n) => {
    const heading = part.querySelector("summary > h2");
    const own = part.querySelectorAll(".reference-list > li");
    return { part, heading, own: [...own], letter: letters[n], whole: heading.textContent };
  });

  const control = (tag, name, label) => {
    const made = document.createElement(tag);
    made.id = `reference-${name}`;
    const named = document.createElement("label");
    named.htmlFor = made.id;
    named.textContent = label;
    const box = document.createElement("div");
    box.className = "evidence-field";
    box.append(named, made);
    frame.append(box);
    return made;
  };
  const field = control("input", "words", say("words"));
  field.type = "search";
  field.autocomplete = "off";
  const select = (name, label, choices) => {
    const made = control("select", name, label);
    made.append(new Option(say("any"), ""));
    for (const [value, title, count] of choices) made.append(new Option(say("choice", { name: title, count }), value));
    return made;
  };
  const kind = select("kind", say("kind"), kinds);
  const language = select("language", say("language"), languages);
  const reset = document.createElement("button");
  reset.type = "button";
  reset.textContent = say("reset");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  frame.append(reset, status);

  // Letters are open while something is chosen, and a reader may open and close them besides.
  let open = false;
  const draw = () => {
    const terms = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, text } of items) {
      const kept = terms.every((term) => text.includes(term))
        && [kind.value, language.value].every((name) => !name || item.classList.contains(name));
      item.hidden = !kept;
      count += kept;
    }
    const chosen = Boolean(field.value || kind.value || language.value);
    for (const { part, heading, own, letter, whole } of parts) {
      const kept = own.filter((item) => !item.hidden).length;
      part.hidden = !kept;
      heading.textContent = kept < own.length ? say("letter", { letter, count: kept, all: own.length }) : whole;
      if (chosen !== open) part.firstElementChild.open = chosen;
    }
    open = chosen;
    status.textContent = say("found", { count, all: items.length });
    reset.disabled = !chosen;
  };

  // An address asks for a document (#source-…) or for a list (#q=…).
  const follow = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    const asks = ["q", "kind", "language"].some((name) => given.has(name));
    if (!asks && !field.value && !kind.value && !language.value) return draw();
    field.value = given.get("q") ?? "";
    kind.value = given.get("kind") ? `kind-${given.get("kind")}` : "";
    language.value = given.get("language") ? `written-${given.get("language")}` : "";
    draw();
    if (!asks) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  };
  const change = () => {
    const given = new URLSearchParams();
    if (field.value) given.set("q", field.value);
    if (kind.value) given.set("kind", kind.value.replace("kind-", ""));
    if (language.value) given.set("language", language.value.replace("written-", ""));
    history.replaceState(null, "", given.size ? `#${given}` : location.pathname + location.search);
    draw();
  };
  field.addEventListener("input", change);
  kind.addEventListener("change", change);
  language.addEventListener("change", change);
  reset.addEventListener("click", () => {
    field.value = kind.value = language.value = "";
    change();
    field.focus();
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
