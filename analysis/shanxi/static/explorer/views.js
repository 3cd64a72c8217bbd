// The explorers of the book: which controls each has, and its chart. Formulas are in
// formulas.js, controls are the engine's.
(() => {
  "use strict";
  const { number, quantity } = evident;
  const { decimalYear, burden, pace, RULES } = formulas;

  // -- what both have: a sentence, a chart, controls and a table

  const frame = ({ book: { words }, make, reset }, controls, heads) => {
    const text = make("output", { class: "explorer-text", "aria-live": "polite" });
    const chart = make("div", { class: "explorer-chart" });
    const body = make("tbody");
    const head = heads.map((label, i) => make("th", { scope: "col", class: i ? "text-right" : "text-left" }, label));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), body);
    const form = make("form", { class: "explorer-controls", onsubmit: (e) => e.preventDefault() }, ...controls);
    form.append(reset(words.reset));
    const legend = make("p", { class: "explorer-legend" }, words.legend);
    const result = make("div", { class: "explorer-result" }, text, chart, legend);
    const element = make("div", { class: "explorer-body" }, result, form, table);
    /** Prints a sentence and the rows of the table (text or elements); the first cell of a row is its head. */
    const print = (sentence, rows) => {
      if (text.textContent !== sentence) text.textContent = sentence;
      const cells = ([first, ...rest]) => [
        make("th", { scope: "row" }, first), ...rest.map((cell) => make("td", { class: "text-right" }, cell)),
      ];
      body.replaceChildren(...rows.map((row) => make("tr", {}, ...cells(row))));
    };
    return { element, print, chart };
  };

  /** An empty drawing as wide as its place, with the alternative text. */
  const canvas = (place, height, alt) => {
    const width = Math.max(place.clientWidth, 240);
    // What is low enough stays in sight on a phone while the controls move; of a higher one the sentence does.
    place.parentElement.classList.toggle("explorer-low", height < 0.35 * window.innerHeight);
    const svg = d3.select(place).selectAll("svg").data([null]).join("svg");
    svg.attr("role", "img").attr("aria-label", alt).attr("viewBox", `0 0 ${width} ${height}`);
    svg.attr("width", width).attr("height", height).selectAll("*").remove();
    return { svg, width };
  };

  const stroke = (svg, name, x1, y1, x2, y2) =>
    svg.append("line").attr("class", name).attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);

  const label = (svg, x, y, text, anchor = "start", name = "") =>
    svg.append("text").attr("class", name).attr("x", x).attr("y", y).attr("text-anchor", anchor).text(text);

  const axis = (svg, axisOf, y, middle, name) => {
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${y})`).call(axisOf);
    label(svg, middle, y + 34, name, "middle", "quiet");
  };

  // -- who would pay what

  const drawBurden = (place, { data, words }, { rows }) => {
    const drawn = rows.filter((row) => Number.isFinite(row.share));
    const bottom = 12 + 24 * drawn.length;
    const { svg, width } = canvas(place, bottom + 42, words.chart);
    const x = d3.scaleLinear([0, Math.max(10, ...drawn.map((row) => row.most))], [92, width - 48]).nice(5);
    const y = d3.scaleBand(drawn.map((row) => row.party), [12, bottom]).padding(0.3);
    axis(svg, d3.axisBottom(x).ticks(5).tickSize(-bottom + 6).tickPadding(6), bottom, (92 + width - 48) / 2, words.axis);
    for (const row of drawn) {
      const [top, middle] = [y(row.party), y(row.party) + y.bandwidth() / 2];
      const name = data.named.includes(row.party) ? "bar named" : "bar";
      label(svg, 86, middle + 4, row.party, "end", name);
      svg.append("rect").attr("class", name).attr("x", x(0)).attr("width", x(row.share) - x(0));
      svg.select("rect:last-child").attr("y", top).attr("height", y.bandwidth());
      stroke(svg, "range", x(row.least), middle, x(row.most), middle);
      for (const end of [row.least, row.most]) stroke(svg, "range", x(end), middle - 4, x(end), middle + 4);
      label(svg, x(Math.max(row.share, row.most)) + 6, middle + 4, row.cells[1], "start", "value");
    }
  };

  const defineBurden = (book) => {
    const { data, words } = book;
    const percent = (value) => quantity(book, value, "percent", 0);
    const count = (value) => number(value, 0);
    const numberField = (value, max, step, min = 0) => ({ kind: "number", min, max, step, value });
    const fields = {
      ...Object.fromEntries(RULES.map((rule) => [rule, numberField(25, 100, 5)])),
      threshold: numberField(data.threshold, 200, 5),
      by: { kind: "one", options: ["fund", "levy"], value: "fund" },
      fund: numberField(data.fund, 100, 1, 1),
      levy: numberField(data.levy, 100, 1, 1),
      parties: { kind: "some", options: data.parties, value: data.parties.filter((p) => data.named.includes(p)) },
    };
    const weight = (value, now) => {
      const total = RULES.reduce((all, rule) => all + now[rule], 0);
      const share = percent(total > 0 ? (100 * value) / total : 0);
      return evident.fill(words.weight, { weight: count(value), total: count(total), share });
    };
    let view;
    return {
      fields,
      build: (kit) => {
        const sums = {
          fund: kit.range("fund", words.fund, (value) => quantity(book, value, "billion CNY/yr", 0)),
          levy: kit.range("levy", words.levy, (value) => quantity(book, value, "CNY/t", 0)),
        };
        const named = kit.preset(words.named, { parties: fields.parties.value });
        const all = kit.preset(words.all, { parties: data.parties });
        view = frame(kit, [
          kit.group(
            words.weights,
            ...RULES.map((rule) => kit.range(rule, words[rule], weight)),
            kit.range("threshold", words.threshold, percent),
          ),
          kit.group(
            words.sum,
            ...kit.one("by", { fund: words.by_fund, levy: words.by_levy }),
            ...["fund", "levy"].map((by) => kit.when((now) => now.by === by, sums[by])),
          ),
          kit.group(
            words.parties,
            kit.presets(named, all),
            kit.make("div", { class: "explorer-parties" }, ...kit.some("parties")),
          ),
        ], [words.province, words.share, words.payment, words.head]);
        return view.element;
      },
      show: (setting) => {
        const result = burden(book, setting);
        view.print(result.text, [...result.rows.map((row) => row.cells), result.total]);
        drawBurden(view.chart, book, result);
      },
    };
  };

  // -- how fast

  const drawPace = (place, { data, words }, setting, result) => {
    const { svg, width } = canvas(place, 300, words.chart);
    const [left, bottom, right] = [48, 258, width - 40];
    const points = data.counts.map(([date, count]) => [decimalYear(date), count]);
    const [begin, end] = [points[0][0], decimalYear(result.end)];
    const x = d3.scaleLinear([begin, end], [left, right]);
    const y = d3.scaleLinear([0, setting.total * 1.12], [bottom, 10]);
    const path = (name, ...corners) =>
      svg.append("path").attr("class", name).attr("d", d3.line((d) => x(d[0]), (d) => y(d[1]))(corners));
    const years = d3.axisBottom(x).tickValues(x.ticks(Math.min(end - begin, width / 70)).filter(Number.isInteger));
    // A tick at the end of a year, which is where the next begins, bears its name.
    axis(svg, years.tickFormat((at) => String(at - 1)).tickSizeOuter(0), bottom, (left + right) / 2, words.axis);
    const counts = d3.axisLeft(y).ticks(5).tickSize(left - 6 - right).tickFormat((count) => number(count, 0));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${left - 6},0)`).call(counts);
    stroke(svg, "goal", left - 6, y(setting.total), right, y(setting.total));
    label(svg, left, y(setting.total) - 7, `${number(setting.total, 0)} ${words.line}`);
    const [last, latest] = points[points.length - 1];
    const stop = setting.pace > 0 ? Math.min(end, last + (setting.total - latest) / setting.pace) : end;
    path("needed", [last, latest], [end, setting.total]);
    path("chosen", [last, latest], [stop, result.at], [end, result.at]);
    path("counted", ...points);
    for (const [at, count] of points)
      svg.append("circle").attr("class", "counted").attr("cx", x(at)).attr("cy", y(count)).attr("r", 3.5);
    label(svg, right + 6, y(result.at) + 4, number(result.at, 0), "start", "value");
  };

  const definePace = (book) => {
    const { data, words } = book;
    const [last, latest] = data.counts[data.counts.length - 1];
    const most = Math.max(latest + 100, ...Object.values(data.totals));
    const numberField = (value, min, max) => ({ kind: "number", min, max, step: 1, value });
    const lastYear = Number(last.slice(0, 4));
    const fields = {
      total: numberField(data.totals.producing ?? most, latest, Math.ceil(most / 100) * 100 + 100),
      deadline: numberField(data.target_year, lastYear + 1, lastYear + 15),
      pace: numberField(Math.round(data.expected), 0, 300),
    };
    let view, verdict;
    return {
      fields,
      build: (kit) => {
        verdict = (name) =>
          kit.make("span", { class: `verdict verdict-${name.replaceAll("_", "-")}` },
            `${book.marks[name]}\u00a0${book.verdicts[name]}`);
        const presets = (field, values) =>
          Object.entries(values)
            .sort((a, b) => a[1] - b[1])
            .map(([name, value]) => kit.preset(`${number(value, 0)} ${words[name]}`, { [field]: Math.round(value) }));
        view = frame(kit, [
          kit.group(
            words.goal,
            kit.range("total", words.total, (value) => number(value, 0)),
            kit.presets(...presets("total", data.totals)),
            kit.range("deadline", words.deadline, String),
          ),
          kit.group(
            words.how,
            kit.range("pace", words.pace, (value) => number(value, 0)),
            kit.presets(...presets("pace", data.paces)),
          ),
        ], [words.quantity, words.value]);
        return view.element;
      },
      show: (setting) => {
        const result = pace(book, setting);
        const [[word], rows] = [result.cells.at(-1), result.cells.slice(0, -1)];
        view.print(result.text, [...rows, [word, verdict(result.verdict)]]);
        drawPace(view.chart, book, setting, result);
      },
    };
  };

  evident.explorers["cooperation.burden"] = defineBurden;
  evident.explorers["mining.pace"] = definePace;
})();
