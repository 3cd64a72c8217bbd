// One result of the search as an element of a list. All text is put in as text.
(() => {
  "use strict";
  const MARKS = 6;
  const OTHERS = 24; // of what is alike
  const { head, root } = evidentSearch;
  const said = head.words;

  const fill = (words, blanks) => words.replace(/\{(\w+)\}/g, (blank, name) => (name in blanks ? String(blanks[name]) : blank));
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const marked = (element, pieces) => {
    for (const { text, hit } of pieces) element.append(hit ? make("mark", "search-mark", text) : text);
    return element;
  };
  const address = (page, anchor, words = []) => {
    const query = new URLSearchParams(words.map((word) => ["mark", word])).toString();
    return root + head.pages[page][0] + (query && `?${query}`) + (anchor && `#${encodeURIComponent(anchor)}`);
  };

  const KINDS = Object.fromEntries(head.kinds);
  const PAGES = ["chapter", "page", "place"];

  /** Where a result leads, with the words to mark there. */
  const leads = ({ record, part, sets }) => {
    const texts = [record, ...(part ? [part] : [])].flatMap(({ title, text, passage }) => [title, text, passage]);
    const words = record.kind === "number"
      ? [record.text.match(/[\d.,–−-]*\d/)?.[0] ?? record.text]
      : [...new Set(texts.flatMap((text) => evidentSearch.written(text, sets)))].slice(0, MARKS);
    return address(record.page, record.anchor, words);
  };

  /** The text in which most of the words stand: the record's own, or that of the part by which a page was found. */
  const shownText = ({ record, part, sets }) => {
    if (record.kind === "number") return "";
    const texts = [record.text, record.passage, ...(part ? [part.passage, part.title, part.text] : [])].filter(Boolean);
    const counts = texts.map((text) => evidentSearch.typedIn(text, sets));
    return texts[counts.indexOf(Math.max(...counts))] || "";
  };

  /** What is alike, or stands in the same place, as a list that opens. */
  const others = ({ record, more }) => {
    const box = make("details", "search-others");
    box.append(make("summary", "", fill(record.kind === "number" ? said.and_here : said.and_more, { count: more.length })));
    const list = make("ul");
    for (const hit of more.slice(0, OTHERS)) {
      const other = hit.record;
      const name = other.kind === "number" ? `${other.text} ${other.title}` : other.kind === "observation" ? other.text : head.pages[other.page][1];
      const link = make("a", "", name);
      link.href = leads(hit);
      const item = make("li");
      item.append(link);
      list.append(item);
    }
    box.append(list);
    return box;
  };

  /** One result: what it is, its title as a link, where it stands, an extract. */
  const entry = (hit) => {
    const { record, sets, lacks, more } = hit;
    const item = make("li", `search-result search-is-${record.kind}`);
    const link = make("a", "search-title");
    link.href = leads(hit);
    if (record.kind === "number") link.append(make("strong", "search-value", record.text), " ");
    marked(link, evidentSearch.extract(record.title, sets));
    const where = make("p", "search-where");
    where.append(make("span", "search-kind", KINDS[record.kind]));
    const page = head.pages[record.page][1];
    if (!PAGES.includes(record.kind)) where.append(" · ", page);
    if (lacks.length) where.append(" · ", make("span", "search-lacks", fill(said.lacks, { words: lacks.join(" ") })));
    if (record.proofPage >= 0) {
      const proof = make("a", "search-proof", said.proof);
      proof.href = address(record.proofPage, record.proofAnchor);
      where.append(" · ", proof);
    }
    item.append(where, link);
    const text = shownText(hit);
    if (text) item.append(marked(make("p", "search-extract"), evidentSearch.extract(text, sets)));
    if (more.length) item.append(others(hit));
    return item;
  };

  Object.assign(evidentSearch, { entry, fill, make });
})();
