// How explorers print numbers, digit by digit as the engine's formats.py does; a test compares the two. Nothing here
// touches the page. What was not published is null in the data and NaN here, as in Python.
//
// A report registers its explorers by key: evident.explorers["theme.key"] = (book) => ({ … }) as controls.js takes them.
Object.assign(globalThis.evident, (() => {
  "use strict";

  // -- numbers to text

  let separator = ","; // between thousands

  /** Print thousands from now on as the language of the page does; `book` is the explorer's JSON. */
  const speak = (book) => {
    separator = book.thousands;
  };

  /** Digits with `decimals` places (negative: tens, hundreds …), as the number reads in decimal: halves up, a lower
   *  bound down, an upper bound up. */
  const number = (value, decimals, bound = "exact") => {
    if (!Number.isFinite(value)) throw new RangeError(`cannot print ${value}`);
    const [mantissa, exponent] = Math.abs(value).toExponential().split("e"); // the shortest decimal form
    const digits = mantissa.replace(".", "");
    const kept = Number(exponent) + 1 + decimals; // how many of the digits stay
    let whole = BigInt(kept > 0 ? digits.padEnd(kept, "0").slice(0, kept) : 0);
    const left = kept >= 0 ? digits.slice(kept) : digits;
    const away = value < 0 ? "at_least" : "at_most"; // the bound that rounds away from nothing
    const up = bound === away ? /[1-9]/.test(left) : bound !== "at_least" && bound !== "at_most" && kept >= 0 && left[0] >= "5";
    if (up) whole += 1n;
    const sign = value < 0 && whole > 0n ? "\u2212" : "";
    if (decimals < 0) whole *= 10n ** BigInt(-decimals);
    const text = String(whole).padStart(Math.max(decimals, 0) + 1, "0");
    const point = text.length - Math.max(decimals, 0);
    const groups = text.slice(0, point).replace(/\B(?=(\d{3})+$)/g, separator);
    return sign + groups + (decimals > 0 ? `.${text.slice(point)}` : "");
  };

  /** A string with its blanks filled. */
  const fill = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

  /** The digits of a number in the size in which the language counts its unit. */
  const counted = (book, value, unit, decimals, bound = "exact") => {
    const power = book.powers?.[unit] ?? 0;
    const inSize = power ? Number((value * 10 ** -power).toPrecision(15)) : value; // as it reads in decimal
    return number(inSize, decimals + power, bound);
  };

  /** A number with its unit and bound; `book` is the explorer's JSON, which has their patterns. */
  const quantity = (book, value, unit, decimals, bound = "exact") => {
    const [before, after] = book.units[unit].split("{text}");
    const text = counted(book, value, unit, decimals, bound) + after;
    return before + (bound in book.bounds ? fill(book.bounds[bound], { text }) : text);
  };

  const cell = (value, decimals) => (Number.isFinite(value) ? number(value, decimals) : "–");

  const known = (value) => value ?? NaN;

  const sum = (values) => values.reduce((a, b) => a + b, 0);

  return { speak, number, counted, quantity, fill, cell, known, sum, explorers: {} };
})());
