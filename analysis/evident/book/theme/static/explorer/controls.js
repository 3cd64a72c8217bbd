// The controls of an explorer, its setting, and the address that keeps it. Formulas are in model.js, what each
// explorer shows in explorers.js.
//
// A setting is an object of fields. A field is one of
//   {kind: "number", min, max, step, value}   {kind: "one", options, value}   {kind: "some", options, value}
evident.controls = (() => {
  "use strict";

  const { make } = evident;

  /** The setting in an address (`?fund=30&parties=…`), fields that it lacks or spoils as at first. */
  const read = (fields, text) => {
    const given = new URLSearchParams(text);
    const value = (name, { kind, min, max, options, value: first }) => {
      const at = given.get(name);
      if (at === null) return first;
      if (kind === "number") return at !== "" && isFinite(at) ? Math.min(Math.max(Number(at), min), max) : first;
      if (kind === "one") return options.includes(at) ? at : first;
      const chosen = at.split(",");
      return options.filter((option) => chosen.includes(option));
    };
    return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, value(name, field)]));
  };

  /** The address of a setting: the fields that are not as at first. */
  const write = (fields, setting) => {
    const changed = Object.keys(fields).filter((name) => String(setting[name]) !== String(fields[name].value));
    return new URLSearchParams(changed.map((name) => [name, String(setting[name])])).toString();
  };

  /** Brings a section to life. `define(book)` gives {fields, build(kit), show(setting)}. */
  const start = (section, define) => {
    const book = JSON.parse(section.querySelector("script").textContent);
    evident.speak(book);
    const followers = []; // what has to be told of a new setting
    const kit = { book, section, make };
    const { fields, build, show } = define(book, kit);
    const here = () => location.hash.slice(1).split("?");
    let setting = read(fields, "");

    const render = () => {
      followers.forEach((follow) => follow(setting));
      show(setting);
    };
    const set = (changes) => {
      setting = { ...setting, ...changes };
      const address = write(fields, setting);
      history.replaceState(null, "", `#${section.id}${address && "?"}${address}`);
      render();
    };
    const restore = () => {
      const [name, text] = here();
      if (name !== section.id || text === undefined) return false;
      setting = read(fields, text);
      return true;
    };

    const id = (name) => `${section.id}-${name}`;

    kit.range = (name, label, print) => {
      const { min, max, step } = fields[name];
      const input = make("input", {
        type: "range", id: id(name), min, max, step, oninput: () => set({ [name]: Number(input.value) }),
      });
      const output = make("output", { for: id(name) });
      followers.push((now) => {
        input.value = now[name];
        output.textContent = print(now[name], now);
        input.setAttribute("aria-valuetext", output.textContent);
      });
      return make("div", { class: "explorer-range" }, make("label", { for: id(name) }, label), output, input);
    };

    const box = (type, name, option, label, changed) => {
      const input = make("input", { type, name: id(name), value: option, onchange: () => changed(input.checked) });
      followers.push((now) => (input.checked = [now[name]].flat().includes(option)));
      return make("label", { class: "explorer-box" }, input, label);
    };
    kit.one = (name, labels) =>
      fields[name].options.map((option) => box("radio", name, option, labels[option], () => set({ [name]: option })));
    kit.some = (name) =>
      fields[name].options.map((option) =>
        box("checkbox", name, option, option, (on) =>
          set({ [name]: fields[name].options.filter((o) => (o === option ? on : setting[name].includes(o))) }),
        ),
      );

    /** A button that sets fields; pressed while they are so. */
    kit.preset = (label, changes) => {
      const button = make("button", { type: "button", onclick: () => set(changes) }, label);
      followers.push((now) => {
        const so = Object.entries(changes).every(([name, value]) => String(now[name]) === String(value));
        button.setAttribute("aria-pressed", so);
      });
      return button;
    };
    kit.reset = (label) =>
      make("button", { type: "button", class: "explorer-reset", onclick: () => set(read(fields, "")) }, label);
    kit.presets = (...buttons) => make("div", { class: "explorer-presets" }, ...buttons);
    kit.group = (legend, ...children) => make("fieldset", {}, make("legend", {}, legend), ...children);
    /** An element that is there only while the setting asks for it. */
    kit.when = (test, element) => {
      followers.push((now) => (element.hidden = !test(now)));
      return element;
    };

    /** Copies the address that keeps the setting. */
    const link = () => {
      const { copy, copied, failed } = section.dataset;
      const status = make("span", { role: "status" });
      const shown = make("span", { class: "explorer-address" });
      const button = make("button", { type: "button", onclick: async () => {
        const [name] = here();
        const address = name === section.id ? location.href : `${location.href.split("#")[0]}#${section.id}`;
        status.textContent = "";
        const done = await evident.copy(address);
        status.textContent = done ? copied : failed;
        shown.textContent = done ? "" : address;
      } }, copy);
      return make("p", { class: "explorer-link" }, button, " ", status, " ", shown);
    };

    section.append(build(kit), link());
    const found = restore();
    section.hidden = false;
    render();
    if (found) section.scrollIntoView();
    window.addEventListener("hashchange", () => {
      if (!restore()) return;
      render();
      section.scrollIntoView();
    });
    new ResizeObserver(() => show(setting)).observe(section);
  };

  return { start, read, write };
})();
