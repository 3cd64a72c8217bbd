// From text to the terms that are compared: words by their stems, numbers by their digits, Chinese by single characters
// and pairs. Nothing here touches the page.
globalThis.evidentSearch = globalThis.evidentSearch || {};
(() => {
  "use strict";
  const { stemmer } = minisearch;
  // Chinese; a number with its thousands set apart; one with decimals; one to which its unit is written; any other word.
  const WORD = /\p{Script=Han}+|(?<![\d.,])\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)+|(?<![\p{L}\p{N}])\d+(?=\p{L})(?!(?:st|nd|rd|th)(?!\p{L}))|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:['’]\p{L}+)*/gu;
  const HAN = /^\p{Script=Han}/u;
  const NUMBER = /^\d[\d.]*$/;
  // In a text "in 2024 305 trains" are two numbers; who types "1 305" means one.
  const TYPED_THOUSANDS = /(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])/g;

  // What British and American spelling write differently, as one of the two. That other words are changed too does no
  // harm: they are changed wherever they stand.
  const SPELLINGS = [
    [/i[sz](e|ed|er|es|ing|ation|ations)$/, "iz$1"],
    [/yz(e|ed|er|es|ing)$/, "ys$1"],
    [/our(s|ed|ing|able|ful)?$/, "or$1"],
    [/tre(s|d)?$/, "ter$1"],
    [/ogue(s|d)?$/, "og$1"],
    [/amme(s)?$/, "am$1"],
    [/(defen|licen|offen|preten)[cs]e/, "$1se"],
    [/^alumini?um$/, "aluminum"],
    [/^grey/, "gray"],
    [/^sulph/, "sulf"],
    [/^plough/, "plow"],
    [/^tyre/, "tire"],
    [/^tonne(s)?$/, "ton$1"],
  ];

  // Forms that no rule leads to their stem, of words by which reports tell of change and of money.
  const IRREGULAR = new Map(Object.entries({
    bought: "buy", brought: "bring", built: "build", burnt: "burn", dug: "dig", fallen: "fall", fell: "fall", grew: "grow",
    grown: "grow", held: "hold", kept: "keep", laid: "lay", lost: "lose", made: "make", men: "man", met: "meet", paid: "pay",
    ran: "run", risen: "rise", rose: "rise", sent: "send", sold: "sell", spent: "spend", went: "go", women: "woman",
  }));

  const stems = new Map(); // of words, of which a book has many times more than it has different ones
  /** The stem of a word in small letters; a number without what sets its thousands apart. */
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, stemOf(word));
    return stems.get(word);
  };
  const stemOf = (word) => {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (/^\d/.test(plain)) return plain.replace(/[,\u00a0\u2009\u202f ](?=\d)/g, "");
    const bare = plain.replace(/['’](s|ll|re|ve|d|t)?$/, "").replace(/['’]/g, "");
    if (!/^[a-z]+$/.test(bare) || /^..s$/.test(bare)) return bare; // "gas" and "ccs" are no plurals
    return stemmer(SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), IRREGULAR.get(bare) || bare));
  };

  const pairs = (characters) => characters.slice(1).map((character, number) => characters[number] + character);

  /** The words of a text: {term, start, end, word, han}. Of Chinese each character and each pair is a term. */
  const words = (text) => {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const [word] = match;
      if (!HAN.test(word)) {
        found.push({ term: stem(word), start: match.index, end: match.index + word.length, word: word.toLowerCase() });
        continue;
      }
      const characters = [...word];
      let at = match.index;
      characters.forEach((character, number) => {
        const next = characters[number + 1];
        found.push({ term: character, start: at, end: at + character.length, word: character });
        if (next) found.push({ term: character + next, start: at, end: at + character.length + next.length, word: character + next });
        at += character.length;
      });
    }
    return found;
  };

  /** The terms of what somebody typed, without words that are passed over unless there are no others. Those of one word,
   *  which of Chinese is what stands together, have its `unit`. */
  const asked = (query, passedOver) => {
    const text = query.replace(TYPED_THOUSANDS, (number) => number.replaceAll(" ", ""));
    const found = [];
    [...text.matchAll(WORD)].forEach(([word], unit) => {
      if (!HAN.test(word)) found.push({ term: stem(word), word: word.toLowerCase(), unit });
      else if ([...word].length === 1) found.push({ term: word, word, unit });
      else found.push(...pairs([...word]).map((pair) => ({ term: pair, word: pair, unit })));
    });
    const telling = found.filter(({ word }) => !passedOver.has(word));
    return telling.length ? telling : found;
  };

  /** The words of a text in a row, as `asked` has them: of Chinese the pairs, and single characters where one stands alone. */
  const row = (text) => {
    const all = words(text);
    return all.filter(({ word, start }, n) => [...word].length > 1 || !HAN.test(word) || !(
      (all[n + 1]?.start === start) || (n && all[n - 1].end > start)
    ));
  };

  /** How many letters have to be changed, left out, put in or swapped with their neighbour to make one word of another;
   *  Infinity where they are more than `most` (the restricted distance of Damerau 1964). */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    let [twoBack, back] = [[], Array.from({ length: other.length + 1 }, (_, n) => n)];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(back[j] + 1, row[j - 1] + 1, back[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], twoBack[j - 2] + 1);
      }
      if (Math.min(...row) > most) return Infinity;
      [twoBack, back] = [back, row];
    }
    return back[other.length] <= most ? back[other.length] : Infinity;
  };

  Object.assign(evidentSearch, { asked, distance, isNumber: (term) => NUMBER.test(term), row, stem, terms: (text) => words(text).map(({ term }) => term), words });
})();
