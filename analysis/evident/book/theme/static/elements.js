// Elements of a page, the clipboard and scripts that come late, for every script that needs them: explorers, the chooser
// of settings, exhibits, charts.
(() => {
  "use strict";

  /** An element with attributes (on…: listeners; true and false: there or not) and children. */
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

  /** Puts a text on the clipboard; whether that was allowed. Where it was not, the element that shows the text, if any,
   *  is selected, so that a key can copy it. */
  const copy = async (text, shown) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      if (shown) getSelection().selectAllChildren(shown);
      return false;
    }
  };

  const asked = new Map();
  /** Loads a script, once: of some that are asked for together each runs after those before it. */
  const load = (address) => {
    if (!asked.has(address)) {
      asked.set(address, new Promise((done, failed) => {
        const script = make("script", { src: address, onload: done, onerror: failed });
        script.async = false;
        document.head.append(script);
      }));
    }
    return asked.get(address);
  };

  globalThis.evident = { make, copy, load };
})();
