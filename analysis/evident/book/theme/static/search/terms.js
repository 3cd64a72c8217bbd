// From text to the terms that are compared: words by their stems, numbers by their digits, Chinese by single characters
// and pairs. Nothing here touches the page.
globalThis.evidentSearch = globalThis.evidentSearch || {};
(() => {
  "use strict";
  const { stemmer } = minisearch;
  // Chinese; a number with its thousands set apart; a number with decimals; any other word.
  const WORD = /\p{Script=Han}+|(?<![\d.,])\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)+|[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*/gu;
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
  ];

  /** The stem of a word in small letters; a number without what sets its thousands apart. */
  const stem = (word) => {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (/^\d/.test(plain)) return plain.replace(/[,\u00a0\u2009\u202f ](?=\d)/g, "");
    const bare = plain.replace(/['’](s|ll|re|ve|d|t)?$/, "").replace(/['’]/g, "");
    if (!/^[a-z]+$/.test(bare)) return bare;
    return stemmer(SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), bare));
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

  /** The terms of what somebody typed, without words that are passed over unless there are no others. */
  const asked = (query, passedOver) => {
    const text = query.replace(TYPED_THOUSANDS, (number) => number.replaceAll(" ", ""));
    const found = [];
    for (const [word] of text.matchAll(WORD)) {
      if (!HAN.test(word)) found.push({ term: stem(word), word: word.toLowerCase() });
      else if ([...word].length === 1) found.push({ term: word, word });
      else found.push(...pairs([...word]).map((pair) => ({ term: pair, word: pair })));
    }
    const telling = found.filter(({ word }) => !passedOver.has(word));
    return telling.length ? telling : found;
  };

  Object.assign(evidentSearch, { asked, isNumber: (term) => NUMBER.test(term), stem, terms: (text) => words(text).map(({ term }) => term), words });
})();
