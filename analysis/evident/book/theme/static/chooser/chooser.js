// A reader chooses among the settings of a sweep and sees in how many of them each claim holds. Nothing is computed
// anew: settings are counted. The form of the data is told in book/chooser.py.
(() => {
  "use strict";

  const section = document.querySelector("section.chooser");
  if (!section) return;
  const { words, themes } = JSON.parse(section.querySelector("script").textContent);
  if (!themes.length) return;

  const say = (key, blanks = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);

  const { make } = evident;

  /** Hexadecimal digits as bits, one a setting. */
  const bits = (text, count) => {
    const found = new Array(count).fill(false);
    for (let at = 0; text && at < count; at += 1) {
      found[at] = Boolean((parseInt(text[at >> 2], 16) >> (3 - (at & 3))) & 1);
    }
    return found;
  };
  for (const theme of themes) {
    for (const claim of theme.claims) {
      const fails = bits(claim.fails, theme.settings);
      claim.unknown = bits(claim.open, theme.settings);
      claim.holds = fails.map((fail, at) => !fail && !claim.unknown[at]);
    }
  }

  // -- the setting: a theme, the chosen part of each parameter (-1: its whole range), a claim that is asked about

  const whole = (theme) => Object.fromEntries(theme.parameters.map(({ name }) => [name, -1]));
  let theme = themes[0];
  let chosen = whole(theme);
  let asked = null;
  let all = false; // whether every choice is shown of the claim that is asked about

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    if (!given.has("claim") && !given.has("theme")) return false;
    const key = given.get("claim");
    const name = given.get("theme") ?? key.split(".")[0];
    theme = themes.find((each) => each.name === name) ?? theme;
    chosen = whole(theme);
    for (const { name: parameter, parts } of theme.parameters) {
      const part = Number(given.get(parameter) ?? -1);
      if (Number.isInteger(part) && part >= 0 && part < parts.length) chosen[parameter] = part;
    }
    asked = theme.claims.find((claim) => claim.key === key) ?? null;
    return true;
  };

  const write = () => {
    const told = new URLSearchParams({ theme: theme.name });
    for (const [name, part] of Object.entries(chosen)) if (part >= 0) told.set(name, part);
    if (asked) told.set("claim", asked.key);
    history.replaceState(null, "", `#${told}`);
  };

  /** The settings that remain, as indices; `without` names a parameter whose choice is passed over. */
  const remaining = (without = "") => {
    const kept = [];
    for (let at = 0; at < theme.settings; at += 1) {
      if (theme.parameters.every(({ name, at: parts }) => (
        name === without || chosen[name] < 0 || Number(parts[at]) === chosen[name]
      ))) kept.push(at);
    }
    return kept;
  };
  const holding = (claim, settings) => settings.filter((at) => claim.holds[at]).length;

  // -- the page

  const controls = make("div", { class: "chooser-controls" });
  const summary = make("p", { class: "chooser-summary", role: "status" });
  const about = make("div", { class: "chooser-about" });
  const listing = make("div", { class: "chooser-claims" });

  const bar = (holds, count) => {
    const filled = make("span", { class: "chooser-filled" });
    filled.style.inlineSize = `${count ? (100 * holds) / count : 0}%`;
    return make("span", { class: "chooser-bar", "aria-hidden": "true" }, filled);
  };
  const share = (holds, count) => make(
    "span", { class: "chooser-share" }, bar(holds, count), make("span", {}, say("of", { holds, count })),
  );

  const drawControls = () => {
    const themed = make(
      "select", { id: "chooser-theme", onchange: (event) => {
        theme = themes.find(({ name }) => name === event.target.value);
        chosen = whole(theme);
        asked = null;
        drawControls();
        change();
        document.getElementById("chooser-theme").focus();
      } },
      ...themes.map(({ name, title }) => make("option", { value: name, selected: name === theme.name }, title)),
    );
    controls.replaceChildren(make("div", { class: "chooser-field" },
      make("label", { for: "chooser-theme" }, say("theme")), themed));
    for (const { name, label, parts, base } of theme.parameters) {
      const id = `chooser-${name}`;
      const options = parts.map((part, at) => make(
        "option", { value: String(at) }, at === base ? say("base", { part }) : part,
      ));
      const select = make(
        "select", { id, onchange: () => { chosen[name] = Number(select.value); change(); } },
        make("option", { value: "-1" }, say("every")), ...options,
      );
      select.value = String(chosen[name]);
      controls.append(make("div", { class: "chooser-field" }, make("label", { for: id }, label), select));
    }
    controls.append(make("button", { type: "button", class: "chooser-reset", onclick: () => {
      chosen = whole(theme);
      drawControls();
      change();
    } }, say("reset")));
  };

  const drawAbout = () => {
    about.replaceChildren();
    about.hidden = !asked;
    if (!asked) return;
    const every = theme.parameters.map(({ name, label, parts, at }) => {
      const open = remaining(name);
      const shares = parts.map((_, part) => {
        const inside = open.filter((setting) => Number(at[setting]) === part);
        return [holding(asked, inside), inside.length];
      });
      const told = shares.filter(([, count]) => count).map(([holds, count]) => holds / count);
      return { name, label, parts, shares, spread: Math.max(...told, 0) - Math.min(...told, 1) };
    }).sort((one, other) => other.spread - one.spread);
    // What breaks the claim alone is told first; of the others, which differ by chance too, only who asks for them.
    const alone = asked.alone ?? [];
    const main = alone.length ? every.filter(({ name }) => alone.includes(name)) : every.slice(0, 2);
    const rows = all ? [...main, ...every.filter((row) => !main.includes(row))] : main;
    const body = rows.flatMap(({ name, label, parts, shares }) => parts.map((part, at) => make(
      "tr", chosen[name] === at ? { class: "chooser-chosen" } : {},
      ...(at ? [] : [make("th", { scope: "rowgroup", rowspan: String(parts.length) }, label)]),
      make("td", {}, part),
      make("td", {}, share(...shares[at])),
      make("td", {}, make("button", {
        type: "button", "aria-pressed": String(chosen[name] === at),
        "aria-label": `${say("choose")}: ${label}, ${part}`,
        onclick: () => {
          chosen[name] = chosen[name] === at ? -1 : at;
          drawControls();
          change();
          about.querySelector(`[data-at="${name} ${at}"]`)?.focus();
        },
        "data-at": `${name} ${at}`,
      }, say("choose"))),
    )));
    const settings = remaining();
    about.append(
      make("h3", { id: "chooser-asked", tabindex: "-1" }, say(asked.holds.every(Boolean) ? "always" : "decides", { claim: asked.words })),
      make("p", {}, share(holding(asked, settings), settings.length), " ",
        make("a", { href: asked.href }, say("in_text"))),
      ...(asked.first ? [make("p", {}, asked.first)] : []),
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "chooser-asked" },
        make("table", {},
          make("thead", {}, make("tr", {}, ...["choice", "part_of", "share", "choose"].map(
            (key) => make("th", { scope: "col" }, say(key)),
          ))),
          make("tbody", {}, ...body))),
      make("p", { class: "chooser-more" },
        ...(main.length < every.length ? [make("button", { type: "button", "aria-expanded": String(all), onclick: () => {
          all = !all;
          drawAbout();
          about.querySelector("[aria-expanded]").focus();
        } }, say(all ? "fewer" : "more"))] : []),
        make("button", { type: "button", onclick: () => { asked = null; change(); } }, say("close"))),
    );
  };

  const ask = (claim) => {
    asked = claim;
    all = false;
    change();
    const heading = document.getElementById("chooser-asked");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "center" });
  };

  const drawClaims = (settings) => {
    const rows = theme.claims.map((claim) => [claim, holding(claim, settings)])
      .sort(([, one], [, other]) => one - other)
      .map(([claim, holds]) => {
        const unknown = settings.filter((at) => claim.unknown[at]).length;
        return make(
          "tr", claim === asked ? { class: "chooser-chosen" } : {},
          make("td", {}, make("button", { type: "button", class: "chooser-ask", title: say("ask"),
            onclick: () => ask(claim) }, claim.tested ?? claim.words),
            ...(claim.tested ? [make("span", { class: "chooser-open" }, say("one_of", { words: claim.words }))] : [])),
          make("td", {}, share(holds, settings.length),
            ...(unknown ? [make("span", { class: "chooser-open" }, say("open", { count: unknown }))] : [])),
        );
      });
    listing.replaceChildren(make("table", {},
      make("thead", {}, make("tr", {},
        make("th", { scope: "col" }, say("claim")), make("th", { scope: "col" }, say("holds")))),
      make("tbody", {}, ...rows)));
  };

  const draw = () => {
    const settings = remaining();
    const counts = theme.claims.map((claim) => holding(claim, settings));
    const never = counts.filter((holds) => holds === 0).length;
    summary.textContent = settings.length ? say("remain", {
      count: settings.length, all: theme.settings, claims: theme.claims.length,
      always: counts.filter((holds) => holds === settings.length).length,
      printed: theme.printed,
      never: never ? say("never", { count: never }) : say("never_none"),
    }) : say("none");
    drawAbout();
    drawClaims(settings);
  };
  const change = () => { write(); draw(); };

  const begin = () => {
    const led = read();
    drawControls();
    draw();
    if (led) (asked ? document.getElementById("chooser-asked") : section).scrollIntoView({ block: "start" });
  };
  section.append(controls, summary, about, listing);
  section.hidden = false;
  window.addEventListener("hashchange", begin);
  begin();
})();
