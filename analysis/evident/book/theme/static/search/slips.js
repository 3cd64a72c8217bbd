// Words that were typed with a slip, or run together. Nothing here touches the page.
(() => {
  "use strict";
  const { distance } = evidentSearch;
  const SHORTEST = 3; // letters of each of two words that were written as one
  // Letters that may be wrong in a word that is taken for another, and in one that is only offered. Of a short word one
  // letter makes another, so that only letters that changed places are taken for a slip.
  const SHORT = 6;
  const taken = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
  const offered = (word) => (word.length < 4 ? 0 : word.length < SHORT ? 1 : word.length < 9 ? 2 : 3);
  const sorted = (word) => [...word].sort().join("");

  /** The first letter is seldom wrong, unless it was swapped with the second; and who would take one word for another
   *  that begins otherwise takes "unemployment" for its opposite. */
  const beginsAlike = (one, other) => one[0] === other[0] || (one[0] === other[1] && one[1] === other[0]);

  /** Words of the book that are written almost as one: the nearest first, at one distance the most frequent. */
  const alike = (word, most, vocabulary) => [...vocabulary]
    .filter(([other]) => other.length > 2 && !/\d/.test(other) && beginsAlike(word, other))
    .map(([other, count]) => ({ other, count, apart: distance(word, other, most) }))
    .filter(({ apart }) => apart <= most && apart)
    .sort((a, b) => a.apart - b.apart || b.count - a.count);

  /** What a word that stands nowhere in the book is taken for: two words run together, or one with a slip; else null.
   *
   * A vocabulary tells of each word how often it stands in the book. */
  const meant = (word, vocabulary) => {
    for (let at = SHORTEST; at <= word.length - SHORTEST; at++) {
      const both = [word.slice(0, at), word.slice(at)];
      if (both.every((one) => vocabulary.has(one))) return both;
    }
    const [best] = alike(word, taken(word), vocabulary)
      .filter(({ other }) => word.length >= SHORT || sorted(word) === sorted(other));
    return best ? [best.other] : null;
  };

  /** Words of the book to offer in place of one that was found nowhere: not many, and only if they are near enough. */
  const near = (word, vocabulary) => alike(word, offered(word), vocabulary).slice(0, 4).map(({ other }) => other);

  Object.assign(evidentSearch, { meant, near });
})();
