// Where words stand in a text, how near to each other, and the part of it to show. Nothing here touches the page.
//
// What is wanted is a set of terms; one with a blank in it is several words in a row.
(() => {
  "use strict";
  const { row, words } = evidentSearch;
  const LENGTH = 170; // characters of an extract
  const BEFORE = 40; // of them before the first word, so that a sentence is understood
  const MOST_PARTS = 3;

  /** Where a row of terms stands in a longer one; -1 if nowhere. */
  const within = (some, whole) => {
    for (let at = 0; at + some.length <= whole.length; at++) if (some.every((term, n) => whole[at + n] === term)) return at;
    return -1;
  };

  const phrasesIn = (text, wanted) => {
    const phrases = [...wanted].filter((term) => term.includes(" ")).map((term) => term.split(" "));
    if (!phrases.length) return [];
    const all = row(text);
    return phrases.flatMap((phrase) => all.flatMap((first, at) => {
      const some = all.slice(at, at + phrase.length);
      if (some.length < phrase.length || !phrase.every((term, n) => some[n].term === term)) return [];
      const { end } = some[some.length - 1];
      return [{ term: phrase.join(" "), start: first.start, end, word: text.slice(first.start, end).toLowerCase() }];
    }));
  };

  /** The places of terms in a text, as {start, end, word, terms}; what overlaps, as the pairs of Chinese do, is one. */
  const placesIn = (text, wanted) => {
    const merged = [];
    const found = [...words(text).filter(({ term }) => wanted.has(term)), ...phrasesIn(text, wanted)];
    for (const { term, start, end, word } of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
      const before = merged[merged.length - 1];
      if (before && start < before.end) {
        before.end = Math.max(before.end, end);
        before.word = text.slice(before.start, before.end).toLowerCase();
        before.terms.push(term);
      } else merged.push({ start, end, word, terms: [term] });
    }
    return merged;
  };

  /** In how few words of a text one term of each set stands; Infinity where one is missing.
   *
   * The text is a list of terms as `row` makes it; the sets say which terms count as each word that was typed. */
  const span = (terms, sets) => {
    const of = new Map();
    sets.forEach((set, n) => set.forEach((term) => of.set(term, [...(of.get(term) ?? []), n])));
    const counts = sets.map(() => 0);
    let [missing, best, from] = [sets.length, Infinity, 0];
    terms.forEach((term, to) => {
      for (const n of of.get(term) ?? []) if (counts[n]++ === 0) missing--;
      while (!missing) {
        best = Math.min(best, to - from + 1);
        for (const n of of.get(terms[from]) ?? []) if (--counts[n] === 0) missing++;
        from++;
      }
    });
    return best;
  };

  const all = (sets) => new Set(sets.flatMap((set) => [...set]));
  /** Which of the words that were typed stand at some places. */
  const typedAt = (places, sets) => sets.flatMap((set, n) => (places.some(({ terms }) => terms.some((term) => set.has(term))) ? [n] : []));

  /** The first parts of a text, each {from, to}, that together have as many of the typed words as it has: one part if
   *  they stand near each other, else up to three shorter ones. */
  const partsOf = (text, places, sets) => {
    const wanted = new Set(typedAt(places, sets));
    const best = (length) => {
      let [found, most] = [{ from: 0, has: [] }, 0];
      for (const { start } of places) {
        const has = typedAt(places.filter((place) => place.start >= start && place.end <= start + length - BEFORE), sets).filter((n) => wanted.has(n));
        if (has.length > most) [found, most] = [{ from: start, has }, has.length];
      }
      return found;
    };
    const whole = best(LENGTH);
    const parts = [];
    if (whole.has.length === wanted.size) parts.push({ ...whole, length: LENGTH });
    else {
      const length = LENGTH / Math.min(wanted.size, MOST_PARTS) + BEFORE / 2;
      while (wanted.size && parts.length < MOST_PARTS) {
        const part = best(length);
        if (!part.has.length) break;
        part.has.forEach((n) => wanted.delete(n));
        parts.push({ ...part, length });
      }
    }
    return parts.map(({ from: start, length }) => {
      let from = start < length / 2 ? 0 : text.lastIndexOf(" ", start - BEFORE / (parts.length > 1 ? 2 : 1)) + 1;
      if (start - from > length / 2) from = start - Math.min(start, BEFORE / 2); // Chinese has no blanks to cut at
      let to = text.length - from <= length ? text.length : text.lastIndexOf(" ", from + length);
      if (to <= start) to = Math.min(text.length, from + length);
      return { from, to };
    }).sort((a, b) => a.from - b.from).reduce((joined, part) => {
      const before = joined[joined.length - 1];
      if (before && part.from <= before.to) before.to = Math.max(before.to, part.to);
      else joined.push(part);
      return joined;
    }, []);
  };

  /** A text as pieces {text, hit}, cut to where the words of the sets stand, one set for each word that was typed. */
  const extract = (text, sets) => {
    const places = placesIn(text, all(sets));
    const pieces = [];
    let last = 0;
    for (const { from, to } of partsOf(text, places, sets)) {
      if (from > last) pieces.push({ text: last ? " … " : "… ", hit: false });
      let at = from;
      for (const place of places.filter(({ start, end }) => start >= from && end <= to)) {
        pieces.push({ text: text.slice(at, place.start), hit: false }, { text: text.slice(place.start, place.end), hit: true });
        at = place.end;
      }
      pieces.push({ text: text.slice(at, to), hit: false });
      last = to;
    }
    if (last < text.length) pieces.push({ text: " …", hit: false });
    return pieces.filter((piece) => piece.text);
  };

  /** How many of the typed words stand in a text. */
  const typedIn = (text, sets) => typedAt(placesIn(text, all(sets)), sets).length;

  /** The words of the sets as a text writes them. */
  const written = (text, sets) => placesIn(text, all(sets)).map(({ word }) => word);

  Object.assign(evidentSearch, { extract, span, typedIn, within, written });
})();
