// The index of the search, made from the records that the data files register, and the order of what is found. Nothing
// here touches the page.
//
// A record is found by each term that was typed; what it is worth for all of them together is the sum, less where terms
// are missing, times what its kind is worth. A page gains by what is found in its sections.
(() => {
  "use strict";
  const { asked, distance, isNumber, stem, words } = evidentSearch;

  // What a reader wants first, other things being equal: the place that explains, then numbers, then what they rest on.
  const WORTH = {
    chapter: 1.6, place: 1.6, page: 1, section: 1.2, term: 0.85, finding: 0.75, figure: 0.9, table: 0.8, number: 0.55,
    download: 1.2, source: 0.15, observation: 0.12,
  };
  const BEHIND = 0.25; // of pages that the report puts last
  const NUMBER_ASKED = 8; // how much more a number is worth to who types digits
  const SOURCE_ASKED = 8; // how much more a source is worth to who types the whole name of its publisher
  const FROM_PARTS = 0.35; // of what its sections and exhibits are worth, to a page
  const IN_TEXT = 1.5; // of what a section says, beside what it is called
  const SAME = 0.7; // of a word that means the same
  const IN_TITLE = 1.4; // all that was typed, side by side
  const IS_TITLE = 2;
  const SHOWN_NUMBERS = 3; // of numbers before other kinds have had their turn, unless digits were typed
  const FIRST = 10; // results that this holds for
  const SLIP = 0.6; // of a word that is written almost like the one typed
  const slipsOf = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2); // letters that may be wrong in it
  const NEAR = 3; // in words that are offered where nothing is found
  const PARTS = ["section", "figure", "table"];
  const PLACES = ["chapter", "page", "place", ...PARTS]; // that have a text
  const LENGTH = 170; // characters of an extract

  const records = [];
  const places = new Map(); // records that have a text, by page and anchor
  const vocabulary = new Map(); // how often a word stands in the book
  const titles = new Map(); // the terms of a title, by record
  let head = null;
  let passedOver = new Set();
  let same = [];

  const index = (fields) => new minisearch.MiniSearch({
    fields,
    tokenize: (text) => words(text).map(({ term, word }) => {
      vocabulary.set(word, (vocabulary.get(word) || 0) + 1);
      return term;
    }),
    processTerm: (term) => term,
    searchOptions: {
      tokenize: (term) => [term],
      boost: { title: 3, also: 2 },
      weights: { prefix: 0.4, fuzzy: 0 },
      bm25: { k: 1.2, b: 0.5, d: 0.5 },
    },
  });
  const indices = { names: index(["title", "text", "also"]), texts: index(["text"]) };

  const add = (rows) => {
    const added = rows.map(([kind, page, anchor = "", title = "", text = "", also = "", proofPage = -1, proofAnchor = ""]) => {
      const record = { id: records.length, kind: head.kinds[kind][0], page, anchor, title, text, also, proofPage, proofAnchor, passage: "" };
      records.push(record);
      if (PLACES.includes(record.kind)) places.set(`${page}#${anchor}`, record);
      return record;
    });
    indices.names.addAll(added);
  };

  /** Take in a part of the data. */
  const take = (part, data) => {
    if (data.words) {
      head = data;
      evidentSearch.head = data;
      passedOver = new Set(data.words.passed_over.split(" "));
      same = data.same.map((group) => group.map((name) => asked(name, new Set()).map(({ term }) => term)));
    }
    if (data.records) add(data.records);
    if (!data.texts) return;
    const found = [];
    for (const [page, anchor, text] of data.texts) {
      const record = places.get(`${page}#${anchor}`);
      if (!record) continue;
      record.passage = text;
      found.push({ id: record.id, text });
    }
    indices.texts.addAll(found);
  };

  /** Score and matched terms by record, of one term. */
  const lookedUp = (term, options) => {
    const found = new Map();
    for (const [name, share] of [["names", 1], ["texts", IN_TEXT]]) {
      for (const { id, score, terms: matched } of indices[name].search(term, options)) {
        const known = found.get(id) || { score: 0, terms: new Set() };
        known.score += share * score;
        matched.forEach((each) => known.terms.add(each));
        found.set(id, known);
      }
    }
    return found;
  };

  /** Words of the book that are written almost as one: the nearest first, at one distance the most frequent. */
  const alike = (word, most) => [...vocabulary]
    .map(([other, count]) => ({ other, count, apart: distance(word, other, most) }))
    .filter(({ other, apart }) => apart <= most && apart && !/\d/.test(other))
    .sort((a, b) => a.apart - b.apart || b.count - a.count);

  /** What is found by one word: by its stem, by what begins with it while it is being typed, else by words with a slip. */
  const ofWord = ({ term, word }, last) => {
    if (isNumber(term)) return lookedUp(term, {});
    const found = lookedUp(term, last && term.length > 1 && /^[a-z]/.test(term) ? { prefix: true } : {});
    if (found.size) return found;
    const near = alike(word, slipsOf(word));
    for (const { other } of near.filter(({ apart }) => apart === near[0].apart).slice(0, 3)) {
      for (const [id, { score, terms: matched }] of lookedUp(stem(other), {})) {
        if (!found.has(id) || found.get(id).score < SLIP * score) found.set(id, { score: SLIP * score, terms: matched });
      }
    }
    return found;
  };

  /** Where a row of terms stands in a longer one; -1 if nowhere. */
  const within = (row, whole) => {
    for (let at = 0; at + row.length <= whole.length; at++) if (row.every((term, n) => whole[at + n] === term)) return at;
    return -1;
  };

  /** Raise records that have other words of the same meaning. */
  const raiseSame = (typed, scores) => {
    for (const group of same) {
      for (const name of group) {
        const at = within(name, typed);
        if (at < 0) continue;
        for (const other of group) {
          if (other === name || within(other, typed) >= 0) continue;
          const each = other.map((term) => lookedUp(term, {}));
          for (const [id, first] of each[0]) {
            const all = each.map((found) => found.get(id));
            if (!all.every(Boolean)) continue;
            const score = SAME * Math.min(...all.map((one) => one.score));
            for (let n = at; n < at + name.length; n++) {
              const known = scores[n].get(id) || { score: 0, terms: new Set() };
              known.score = Math.max(known.score, score);
              all.forEach((one) => one.terms.forEach((term) => known.terms.add(term)));
              scores[n].set(id, known);
            }
          }
        }
      }
    }
  };

  /** Whether the whole name of who published a source was typed; behind it stands the date in brackets. */
  const isNamed = (typed, { kind, text }) => {
    if (kind !== "source") return false;
    const name = asked(text.replace(/\s*\([^()]*\)$/, ""), passedOver).map(({ term }) => term);
    return name.length === typed.length && within(name, typed) === 0;
  };

  const titleOf = (record) => {
    if (!titles.has(record.id)) titles.set(record.id, asked(record.title, passedOver).map(({ term }) => term));
    return titles.get(record.id);
  };

  /** What is found, the best first: {record, score, terms}. */
  const answer = (query) => {
    const typed = asked(query.slice(0, 200), passedOver).slice(0, 12);
    if (!head || !typed.length) return [];
    const ids = typed.map(({ term }) => term);
    const last = !/\s$/.test(query);
    const scores = typed.map((one, n) => ofWord(one, last && n === ids.length - 1));
    raiseSame(ids, scores);
    const numbers = ids.filter(isNumber);
    // A number that was typed is meant as a value; in a label it is most often a year.
    const isMeant = ({ kind, text, also }) => kind === "number" && words(`${text} ${also}`).some(({ term }) => numbers.includes(term));
    const found = new Map();
    scores.forEach((ofOne) => ofOne.forEach(({ score, terms: matched }, id) => {
      const known = found.get(id) || { record: records[id], score: 0, count: 0, terms: new Set() };
      known.score += score;
      known.count += 1;
      matched.forEach((term) => known.terms.add(term));
      found.set(id, known);
    }));
    const parts = [];
    for (const hit of found.values()) {
      hit.score *= (hit.count / ids.length) ** 2;
      if (PARTS.includes(hit.record.kind)) parts.push(hit);
    }
    for (const { record, score, terms: matched } of parts) {
      const page = places.get(`${record.page}#`);
      const known = found.get(page.id) || { record: page, score: 0, terms: new Set() };
      if (!known.part || known.partScore < score) Object.assign(known, { part: record, partScore: score });
      known.score += FROM_PARTS * score / ids.length; // who types much looks for a part
      matched.forEach((term) => known.terms.add(term));
      found.set(page.id, known);
    }
    for (const hit of found.values()) {
      const { record } = hit;
      hit.score *= WORTH[record.kind];
      hit.isMeant = numbers.length > 0 && isMeant(record);
      if (hit.isMeant) hit.score *= NUMBER_ASKED;
      if (isNamed(ids, record)) hit.score *= SOURCE_ASKED;
      if (head.behind.includes(record.page)) hit.score *= BEHIND;
      const title = titleOf(record);
      if (within(ids, title) >= 0) hit.score *= title.length === ids.length ? IS_TITLE : IN_TITLE;
    }
    return mixed([...found.values()].sort((a, b) => b.score - a.score || a.record.id - b.record.id));
  };

  /** The first results lead to different places, and are not all numbers unless these were typed. */
  const mixed = (sorted) => {
    const [first, later, seen] = [[], [], new Set()];
    let numbers = 0;
    for (const hit of sorted) {
      const place = `${hit.record.page}#${hit.record.anchor}`;
      const isNumber = hit.record.kind === "number" && !hit.isMeant;
      if (first.length < FIRST && !seen.has(place) && !(isNumber && numbers === SHOWN_NUMBERS)) {
        first.push(hit);
        seen.add(place);
        numbers += isNumber;
      } else later.push(hit);
    }
    return [...first, ...later];
  };

  /** The places of terms in a text, as {start, end, word}; of Chinese the longest. */
  const placesIn = (text, wanted) => {
    const merged = [];
    for (const place of words(text)) {
      if (!wanted.has(place.term)) continue;
      const before = merged[merged.length - 1];
      if (before && place.start < before.end) {
        before.end = Math.max(before.end, place.end);
        before.word = text.slice(before.start, before.end).toLowerCase();
      } else merged.push({ ...place });
    }
    return merged;
  };

  /** A text as pieces {text, hit}, cut to the part in which most of the terms stand. */
  const extract = (text, wanted) => {
    const all = placesIn(text, wanted);
    let [start, best] = [0, 0];
    for (const { start: from } of all) {
      const inside = new Set(all.filter((place) => place.start >= from && place.end <= from + LENGTH - 40).map(({ word }) => stem(word)));
      if (inside.size > best) [start, best] = [from, inside.size];
    }
    let from = start < LENGTH / 2 ? 0 : text.lastIndexOf(" ", start - 40) + 1;
    // Chinese has no blanks to cut at.
    if (start - from > LENGTH / 2) from = start - 20;
    let to = text.length - from <= LENGTH ? text.length : text.lastIndexOf(" ", from + LENGTH);
    if (to <= start) to = Math.min(text.length, from + LENGTH);
    const pieces = from ? [{ text: "… ", hit: false }] : [];
    let at = from;
    for (const place of all.filter(({ start: s, end }) => s >= from && end <= to)) {
      pieces.push({ text: text.slice(at, place.start), hit: false }, { text: text.slice(place.start, place.end), hit: true });
      at = place.end;
    }
    pieces.push({ text: text.slice(at, to), hit: false }, { text: to < text.length ? " …" : "", hit: false });
    return pieces.filter((piece) => piece.text);
  };

  /** The words, as written, by which a record was found. */
  const foundWords = ({ record, part, terms: wanted }) => [
    ...new Set([record, ...(part ? [part] : [])].flatMap(({ title, text, passage }) => [title, text, passage]).flatMap((text) => placesIn(text, wanted).map(({ word }) => word))),
  ].slice(0, 6);

  /** Words of the book that are written like those that were typed. */
  const near = (query) => {
    const typed = asked(query.slice(0, 200), passedOver).filter(({ term, word }) => !isNumber(term) && word.length < 40);
    const found = typed.slice(0, 4).flatMap(({ word }) => alike(word, NEAR).filter(({ other }) => other.length > 2).slice(0, 5));
    return [...new Set(found.sort((a, b) => a.apart - b.apart).map(({ other }) => other))].slice(0, 5);
  };

  Object.assign(evidentSearch, { answer, extract, foundWords, near, placesIn, records, take });
})();
