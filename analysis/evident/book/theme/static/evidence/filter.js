// Finds entries of the evidence catalogue by words, chapter, kind, status and doubt. The form of the data is told in
// book/all_entries.py; what is chosen stands in the address, so that a list can be sent.
(() => {
  "use strict";

  const section = document.querySelector("section.evidence-filter");
  if (!section) return;
  const told = JSON.parse(section.querySelector("script").textContent);
  const words = told.words;
  const SHOWN = 40;
  const CHOICES = ["theme", "kind", "status", "quality"];

  const say = (key, blanks = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
  const count = (number) => number.toLocaleString(document.documentElement.lang || "en");

  /** An element with attributes (on…: listeners) and children. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (typeof value === "boolean") element.toggleAttribute(name, value);
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  /** A text as it is compared: without case, accents, and the commas inside of numbers. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/(\d)[,\u202f](?=\d{3})/g, "$1")
    .replace(/[‘’]/g, "'").toLowerCase();

  /** Whether a text has a word; a number is found whole, and not inside of another. */
  const has = (text, word) => {
    if (!/^[\d.]+$/.test(word)) return text.includes(word);
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!/[\d.]$/.test(text.slice(0, at)) && !/^\.?\d/.test(text.slice(at + word.length))) return true;
    }
    return false;
  };

  /** As `index.anchor` makes an anchor of a key. */
  const slug = (key) => key.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");

  const asked = { q: "", theme: "", kind: "", status: "", quality: "" };
  let rows = [];
  let themes = [];
  let shown = SHOWN;

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(asked)) asked[name] = given.get(name) ?? "";
  };
  const write = () => {
    const given = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    history.replaceState(null, "", given.size ? `#${given}` : location.pathname + location.search);
  };

  // -- the page

  const field = make("input", { type: "search", id: "evidence-words", autocomplete: "off", oninput: () => {
    asked.q = field.value;
    change();
  } });
  const selects = Object.fromEntries(CHOICES.map((name) => [name, make("select", {
    id: `evidence-${name}`,
    onchange: (event) => {
      asked[name] = event.target.value;
      change();
    },
  })]));
  const labelled = (label, control, kind) => make(
    "div", { class: `evidence-field evidence-field-${kind}` }, make("label", { for: control.id }, label), control,
  );
  const status = make("p", { class: "evidence-count", role: "status" });
  const hits = make("ol", { class: "evidence-hits" });
  const more = make("button", { type: "button", hidden: true, onclick: () => {
    const first = shown;
    shown += SHOWN * 5;
    draw();
    hits.children[first]?.querySelector("a").focus();
  } }, say("more"));
  const copy = make("button", { type: "button", onclick: async () => {
    await navigator.clipboard.writeText(location.href);
    status.textContent = say("copied");
  } }, say("copy"));
  const reset = make("button", { type: "button", onclick: () => {
    for (const name of Object.keys(asked)) asked[name] = "";
    field.value = "";
    change();
    field.focus();
  } }, say("reset"));
  const form = make(
    "form", { role: "search", "aria-label": say("filter"), onsubmit: (event) => event.preventDefault() },
    labelled(say("words"), field, "words"),
    ...CHOICES.map((name) => labelled(say(name), selects[name], name)),
    make("div", { class: "evidence-buttons" }, reset, copy),
  );
  copy.hidden = !navigator.clipboard;  // a page that is read from a disk may have none

  const choices = {
    theme: () => themes.map(({ name, title }) => [name, title]),
    kind: () => Object.entries(told.kinds),
    status: () => Object.entries(told.statuses),
    quality: () => Object.entries(told.qualities),
  };

  /** The rows that all choices but one let through. */
  const found = (without = "") => {
    const terms = plain(asked.q).split(/\s+/).filter(Boolean);
    return rows.filter((row) => terms.every((term) => has(row.text, term)) && CHOICES.every((name) => (
      name === without || !asked[name] || (name === "theme" ? row.themes.includes(asked.theme) : row[name] === asked[name])
    )));
  };

  const drawChoices = () => {
    for (const name of CHOICES) {
      const open = found(name);
      const counted = new Map();
      for (const row of open) {
        for (const value of name === "theme" ? row.themes : [row[name]]) counted.set(value, (counted.get(value) ?? 0) + 1);
      }
      selects[name].replaceChildren(
        make("option", { value: "" }, say("any", { count: count(open.length) })),
        ...choices[name]().map(([value, title]) => make(
          "option", { value, disabled: !counted.get(value) && asked[name] !== value },
          say("choice", { name: title, count: count(counted.get(value) ?? 0) }),
        )),
      );
      selects[name].value = asked[name];
    }
  };

  const marks = (row) => [
    row.status && row.status !== "actual" ? ["status", row.status, told.statuses] : null,
    row.quality && row.quality !== "good" ? ["quality", row.quality, told.qualities] : null,
  ].filter(Boolean).map(([, value, named]) => make("span", { class: `catalogue-flag flag-${value}` }, named[value]));

  const hit = (row) => {
    const theme = themes.find(({ name }) => name === (asked.theme || row.themes[0]));
    const link = make("a", { href: `${told.root}${theme.page}.html#${row.anchor}` });
    if (row.value) link.append(make("strong", {}, row.value), " ");
    link.append(row.title);
    const about = [told.kinds[row.kind], ...row.themes.map((name) => themes.find((one) => one.name === name).title)];
    if (row.document) about.push(row.document);
    return make("li", {}, link, ...marks(row).flatMap((mark) => [" ", mark]),
      make("span", { class: "evidence-about" }, about.join(" · ")),
      make("code", { class: "catalogue-key" }, row.key));
  };

  const draw = () => {
    const open = found();
    status.textContent = open.length
      ? `${say("found", { count: count(open.length), all: count(rows.length) })}${
        open.length > shown ? `. ${say("shown", { shown: count(shown) })}` : ""}`
      : say("none");
    hits.replaceChildren(...open.slice(0, shown).map(hit));
    more.hidden = open.length <= shown;
    reset.disabled = !Object.values(asked).some(Boolean);
  };

  const change = () => {
    section.classList.add("is-set");
    shown = SHOWN;
    write();
    drawChoices();
    draw();
  };

  const follow = () => {
    read();
    field.value = asked.q;
    shown = SHOWN;
    drawChoices();
    draw();
  };

  // -- the data, loaded as a script: a page that is read from a disk can load nothing else

  window.evidentEntries = (data) => {
    themes = data.themes.map(([name, title, page]) => ({ name, title, page }));
    rows = data.rows.map(([kind, own, anchor, key, value, title, state, quality, document, other]) => ({
      kind: data.kinds[kind],
      themes: own.map((at) => themes[at].name),
      anchor: anchor || `${data.anchors[kind]}-${slug(key)}`,
      key, value, title,
      status: data.statuses[state] ?? "",
      quality: data.qualities[quality] ?? "",
      document: data.documents[document] ?? "",
      text: plain([value, title, key, other, data.documents[document] ?? ""].join(" ")),
    }));
    section.append(form, status, hits, more);
    follow();
    window.addEventListener("hashchange", follow);
  };
  const script = make("script", { src: told.data, onerror: () => {
    status.textContent = say("failed");
    section.append(status);
    section.classList.add("is-set");
  } });
  document.head.append(script);
})();
