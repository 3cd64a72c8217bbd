// The index of the search, made from the records that the data files register, and the order of what is found. Nothing
// here touches the page.
//
// A record is found by each word that was typed; what it is worth for all of them together is the sum, more where they
// stand near each other, times what its kind is worth. A page gains by what is found in its sections. What lacks a word
// comes after all that has every one, and says which.
(() => {
  "use strict";
  const { asked, isNumber, meant, near, row, span, stem, within, words } = evidentSearch;

  // What a reader wants first, other things being equal: the place that explains, then numbers, then what they rest on.
  const WORTH = {
    chapter: 1.6, place: 1.6, page: 1, section: 1.2, term: 0.85, finding: 0.75, figure: 0.9, table: 0.8, number: 0.55,
    download: 1.2, source: 0.15, observation: 0.12,
  };
  const BEHIND = 0.12; // of pages that the report puts last
  const NUMBER_ASKED = 8; // how much more a number is worth to who types digits
  const SOURCE_ASKED = 8; // how much more a source is worth to who types the whole name of its publisher
  const FROM_PARTS = 0.35; // of what its sections and exhibits are worth, to a page
  const IN_TEXT = 1.5; // of what a section says, beside what it is called
  const SAME = 0.7; // of a word that means the same
  const IN_TITLE = 1.4; // all that was typed, side by side
  const IS_TITLE = 2;
  const SHOWN_NUMBERS = 3; // of numbers before other kinds have had their turn, unless digits were typed
  const ALIKE = ["section", "finding", "figure", "table", "observation"]; // that are shown once by one name
  const FIRST = 10; // results that this holds for
  const SIDE_BY_SIDE = 3; // all words in a row, and less the more stand between them
  const PARTS = ["section", "figure", "table"];
  const PLACES = ["chapter", "page", "place", ...PARTS]; // that have a text

  const records = [];
  const places = new Map(); // records that have a text, by page and anchor
  const vocabulary = new Map(); // how often a word stands in the book
  const titles = new Map(); // the terms of a title, by record
  const rows = new Map(); // the terms of what is called and said, by record
  let head = null;
  let isWhole = false;
  let passedOver = new Set();
  let asking = new Set(); // words that ask, such as "how": a place need not have them
  let same = [];
  let known = /(?!)/gu; // names in Chinese, which is written without blanks

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

  /** Take in a part of the data; the evidence is the last. */
  const take = (part, data) => {
    isWhole = isWhole || part === "evidence";
    if (data.words) {
      head = data;
      evidentSearch.head = data;
      passedOver = new Set(data.words.passed_over.split(" "));
      asking = new Set(data.words.asking.split(" "));
      same = data.same.map((group) => group.map((name) => asked(name, new Set()).map(({ term }) => term)));
      const names = data.same.flat().filter((name) => /^\p{Script=Han}+$/u.test(name)).sort((a, b) => b.length - a.length);
      known = names.length ? new RegExp(names.join("|"), "gu") : /(?!)/gu;
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
    rows.clear();
  };

  /** Score and matched terms by record, of one term. */
  const lookedUp = (term, options = {}) => {
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

  const rowOf = (record) => {
    if (!rows.has(record.id)) {
      const { title, text, passage, also } = record;
      rows.set(record.id, [`${title} ${text}`, passage, also].map((each) => row(each).map(({ term }) => term)));
    }
    return rows.get(record.id);
  };

  /** Score and matched terms by record, of words in a row; a row is one term with blanks in it. */
  const inRow = (terms) => {
    if (terms.length === 1) return lookedUp(terms[0]);
    const [first, ...others] = terms.map((term) => lookedUp(term));
    const found = new Map();
    for (const [id, { score }] of first) {
      const scores = [score, ...others.map((one) => one.get(id)?.score ?? 0)];
      if (scores.every(Boolean) && rowOf(records[id]).some((whole) => within(terms, whole) >= 0)) {
        found.set(id, { score: Math.min(...scores), terms: new Set([terms.join(" ")]) });
      }
    }
    return found;
  };

  const join = (into, from, share = 1) => {
    for (const [id, { score, terms }] of from) {
      const known = into.get(id) || { score: 0, terms: new Set() };
      known.score = Math.max(known.score, share * score);
      terms.forEach((term) => known.terms.add(term));
      into.set(id, known);
    }
  };

  /** What is found by one word: by its stem, else by what begins with it while it is being typed. */
  const ofTerm = (term, isTyped) => {
    const found = lookedUp(term);
    return found.size || !isTyped || term.length < 2 || !/^[a-z]/.test(term) ? found : lookedUp(term, { prefix: true });
  };

  /** The words of a query, each {label, terms, isAsking, found}: `found` has score and matched terms by record. */
  const understood = (query) => {
    const typed = asked(query.slice(0, 200).replace(known, " $& "), passedOver).slice(0, 12);
    const isTyped = !/\s$/.test(query);
    const units = new Set(typed.map(({ unit }) => unit));
    const found = [...units].map((unit) => {
      const all = typed.filter((one) => one.unit === unit);
      const label = all.map(({ word }, n) => (n ? word.slice(-1) : word)).join("");
      // A single character of Chinese between names says too little to be asked for.
      const isAsking = asking.has(label) || (units.size > 1 && /^\p{Script=Han}$/u.test(label));
      const word = { label, terms: all.map(({ term }) => term), isAsking, found: new Map() };
      const each = word.terms.map((term) => ofTerm(term, isTyped && all[0] === typed[typed.length - 1])).filter((one) => one.size);
      // Of a Chinese word of many characters half of the pairs are enough: where it is cut in two nobody can see.
      const counts = new Map();
      each.forEach((one) => one.forEach((_, id) => counts.set(id, (counts.get(id) ?? 0) + 1)));
      each.forEach((one) => join(word.found, new Map([...one].filter(([id]) => counts.get(id) * 2 >= word.terms.length))));
      return word;
    });
    raiseSame(found);
    return found;
  };

  /** The words of a query, and where words stand nowhere and are taken for others: `typed`, and `taken`, the query then. */
  const heard = (query) => {
    const first = understood(query);
    if (!isWhole) return { heard: first }; // a word may stand in what is still to come
    const slips = first.filter(({ found, isAsking, label }) => !found.size && !isAsking && /^\p{Script=Latin}{1,40}$/u.test(label))
      .map(({ label }) => ({ label, instead: meant(label, vocabulary) })).filter(({ instead }) => instead);
    if (!slips.length) return { heard: first };
    const taken = slips.reduce(
      (text, { label, instead }) => text.replace(new RegExp(`(?<!\\p{L})${label}(?!\\p{L})`, "gu"), instead.join(" ")), query.toLowerCase(),
    );
    return { heard: understood(taken), typed: slips.map(({ label }) => label).join(" "), taken: taken.trim() };
  };

  /** Raise records that have other words of the same meaning. */
  const raiseSame = (typed) => {
    const flat = typed.flatMap((word) => word.terms.map((term) => ({ term, word })));
    const terms = flat.map(({ term }) => term);
    for (const group of same) {
      for (const name of group) {
        const at = within(name, terms);
        if (at < 0) continue;
        for (const other of group) {
          if (other === name || within(other, terms) >= 0) continue;
          const found = inRow(other);
          new Set(flat.slice(at, at + name.length).map(({ word }) => word)).forEach((word) => join(word.found, found, SAME));
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

  /** Records with what was found of each word: {record, score, sets}; a set is of the terms that a word was found by. */
  const gathered = (typed) => {
    const found = new Map();
    typed.forEach((word, n) => word.found.forEach(({ score, terms }, id) => {
      const known = found.get(id) || { record: records[id], score: 0, sets: typed.map(() => new Set()) };
      known.score += score;
      terms.forEach((term) => known.sets[n].add(term));
      found.set(id, known);
    }));
    return found;
  };

  /** How near the words stand to each other in a record: 1 where they do not, SIDE_BY_SIDE where they are in a row. */
  const nearness = ({ record, sets }) => {
    const wanted = sets.filter((set) => set.size);
    if (wanted.length < 2 || wanted.length < sets.length) return 1;
    const widths = wanted.map((set) => Math.max(...[...set].map((term) => term.split(" ").length)));
    const least = Math.max(wanted.length, ...widths);
    const flat = wanted.map((set) => new Set([...set].flatMap((term) => term.split(" "))));
    const best = Math.min(...rowOf(record).map((terms) => span(terms, flat)));
    return 1 + (SIDE_BY_SIDE - 1) * Math.min(1, least / best);
  };

  /** What is found: `hits`, the best first, each {record, score, sets, lacks, more}, and what `heard` tells. */
  const answer = (query) => {
    const told = head ? heard(query) : { heard: [] };
    const typed = told.heard;
    // What stands nowhere is said once for all (panel.js), and not of each place.
    const present = typed.filter((word) => word.found.size);
    const needed = present.filter(({ isAsking }) => !isAsking);
    const telling = new Set(needed.length ? needed : present);
    const ids = typed.flatMap(({ terms }) => terms);
    const numbers = ids.filter(isNumber);
    // A number that was typed is meant as a value; in a label it is most often a year.
    const isMeant = ({ kind, text, also }) => kind === "number" && words(`${text} ${also}`).some(({ term }) => numbers.includes(term));
    const found = gathered(typed);
    for (const hit of found.values()) hit.score *= nearness(hit);
    for (const { record, score, sets } of [...found.values()].filter((hit) => PARTS.includes(hit.record.kind))) {
      const page = places.get(`${record.page}#`);
      const known = found.get(page.id) || { record: page, score: 0, sets: typed.map(() => new Set()) };
      if (!known.part || known.partScore < score) Object.assign(known, { part: record, partScore: score });
      known.score += FROM_PARTS * score / ids.length; // who types much looks for a part
      sets.forEach((set, n) => set.forEach((term) => known.sets[n].add(term)));
      found.set(page.id, known);
    }
    for (const hit of found.values()) {
      const { record, sets } = hit;
      hit.lacks = typed.filter((word, n) => telling.has(word) && !sets[n].size).map(({ label }) => label);
      hit.score *= WORTH[record.kind] * ((telling.size - hit.lacks.length) / telling.size) ** 2;
      hit.isMeant = numbers.length > 0 && isMeant(record);
      if (hit.isMeant) hit.score *= NUMBER_ASKED;
      if (isNamed(ids, record)) hit.score *= SOURCE_ASKED;
      if (head.behind.includes(record.page)) hit.score *= BEHIND;
      const title = titleOf(record);
      if (within(ids, title) >= 0) hit.score *= title.length === ids.length ? IS_TITLE : IN_TITLE;
    }
    const half = [...found.values()].filter(({ lacks }) => lacks.length * 2 <= telling.size && lacks.length < telling.size);
    const sorted = half.sort((a, b) => Math.sign(a.lacks.length) - Math.sign(b.lacks.length) || b.score - a.score || a.record.id - b.record.id);
    return { hits: mixed(together(sorted)), ...told };
  };

  /** Each place once, and what is called alike once: the best of them, with the others as its `more`. Numbers that stand
   *  in one place are together too, apart from the place itself. */
  const together = (sorted) => {
    const [kept, first] = [[], new Map()];
    for (const hit of sorted) {
      const { kind, page, anchor, title } = hit.record;
      const place = `${kind === "number"} ${page}#${anchor}`;
      const name = ALIKE.includes(kind) ? title.replace(/[\s\p{Script=Han}]+$/u, "").toLowerCase() : place;
      const known = first.get(place) ?? first.get(name);
      if (!known) {
        hit.more = [];
        kept.push(hit);
        first.set(place, hit);
        first.set(name, hit);
      } else if (!known.lacks.length === !hit.lacks.length && (kind === "number" || known.record.page !== page || known.record.anchor !== anchor)) {
        known.more.push(hit);
      }
    }
    return kept;
  };

  /** The first results lead to different places, and are not all numbers unless these were typed. */
  const mixed = (sorted) => {
    const [first, later, seen] = [[], [], new Set()];
    let numbers = 0;
    for (const hit of sorted) {
      const place = `${hit.record.page}#${hit.record.anchor}`;
      const isNumber = hit.record.kind === "number" && !hit.isMeant;
      if (first.length < FIRST && !hit.lacks.length && !seen.has(place) && !(isNumber && numbers === SHOWN_NUMBERS)) {
        first.push(hit);
        seen.add(place);
        numbers += isNumber;
      } else later.push(hit);
    }
    return [...first, ...later];
  };

  /** Words of the book that are written like those that were typed and stand nowhere. */
  const nearWords = ({ heard: typed }) => [...new Set(
    typed.filter(({ found, label }) => !found.size && /^\p{Script=Latin}{3,40}$/u.test(label)).slice(0, 4).flatMap(({ label }) => near(label, vocabulary)),
  )].slice(0, 5);

  Object.assign(evidentSearch, { answer, nearWords, records, take });
})();
