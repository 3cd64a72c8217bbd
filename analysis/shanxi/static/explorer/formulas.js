// The formulas of this report's explorers, word for word those of the package shanxi. Nothing here touches the page.
// tests/test_explorer.py compares them with Python, digit by digit.
//
//   burden_sharing.py     shares, ruleShares, blend, levyRevenue
//   pace.py, verdicts.py  yearsBetween, needed, reached, yearDone, onPace
//
// What was not published is null in the data and NaN here, as in Python.
globalThis.formulas = (() => {
  "use strict";
  const { number, counted, quantity, fill, cell, known, sum } = evident;

  // -- who would pay what

  const RULES = ["equality", "capability", "responsibility", "benefit"];

  const shares = (indicator) => {
    const floor = indicator.map((x) => (x < 0 ? 0 : x));
    const total = sum(floor);
    return floor.map((x) => (total > 0 ? x / total : NaN));
  };

  /** Shares of the chosen parties under each rule; the threshold is in percent of the median province's income. */
  const ruleShares = (data, chosen, threshold) => {
    const at = chosen.map((party) => data.parties.indexOf(party));
    const from = (threshold / 100) * data.median_income;
    const of = (name) => at.map((i) => known(data[name][i]));
    const income = of("income");
    return {
      equality: shares(of("population")),
      capability: shares(of("population").map((p, i) => p * Math.max(income[i] - from, 0))),
      responsibility: shares(of("emissions")),
      benefit: shares(of("drawn")),
    };
  };

  /** A blend of rules; null where no rule has a weight. A rule without weight is left out. */
  const blend = (byRule, weights) => {
    const used = RULES.filter((rule) => weights[rule] > 0);
    const total = sum(RULES.map((rule) => weights[rule]));
    if (!used.length) return null;
    return byRule.equality.map((_, i) => sum(used.map((rule) => byRule[rule][i] * (weights[rule] / total))));
  };

  const levyRevenue = (levy, coal, power, coalPerPower) => (levy * (coal + power * coalPerPower)) / 1000;

  /** What an explorer of burdens shows at a setting: numbers to draw and texts to print. */
  const burden = (book, setting) => {
    const { data, words } = book;
    const byRule = ruleShares(data, setting.parties, setting.threshold);
    const blended = blend(byRule, setting);
    const levied = setting.by === "levy";
    const raised = levied
      ? levyRevenue(setting.levy, known(data.coal), known(data.power), known(data.coal_per_power))
      : setting.fund;
    const money = (value) => (Number.isFinite(value) ? counted(book, value, "billion CNY/yr", 2) : "–");
    const rows = setting.parties.map((party, i) => {
      const alone = RULES.map((rule) => 100 * byRule[rule][i]).filter(Number.isFinite);
      const share = blended ? 100 * blended[i] : NaN;
      const payment = (raised * share) / 100;
      const head = (1000 * payment) / known(data.population[data.parties.indexOf(party)]); // billion a million
      return {
        party, share, payment, least: Math.min(...alone), most: Math.max(...alone),
        cells: [party, cell(share, 1), money(payment), cell(head, 0)],
      };
    });
    const bound = levied ? data.bound : "exact";
    const sumText = Number.isFinite(raised) ? quantity(book, raised, "billion CNY/yr", 1, bound) : "–";
    const whole = sum(rows.map((row) => row.share)); // not known if one share is not
    const base = { rows, raised, total: [words.total, cell(whole, 1), money((raised * whole) / 100), ""] };
    if (!rows.length) return { ...base, text: words.nobody };
    if (!blended) return { ...base, text: words.unweighted };
    if (blended.some(Number.isNaN) || !Number.isFinite(raised)) {
      const income = setting.parties.map((party) => known(data.income[data.parties.indexOf(party)]));
      const poor = setting.capability > 0 && income.every((x) => x <= (setting.threshold / 100) * data.median_income);
      return { ...base, text: poor ? words.unable : words.unknown };
    }
    const top = rows.reduce((a, b) => (b.share > a.share ? b : a));
    const payment = quantity(book, top.payment, "billion CNY/yr", 2, bound);
    const share = quantity(book, top.share, "percent", 1);
    return { ...base, text: fill(words.result, { raised: sumText, top: top.party, payment, share }) };
  };

  // -- how fast

  const DAY = 86400000;
  const day = (year, month, date) => Date.UTC(year, month - 1, date) / DAY;
  const parts = (iso) => iso.split("-").map(Number);

  const yearsBetween = (start, end) => {
    const [a, b] = [parts(start), parts(end)];
    return a[1] === b[1] && a[2] === b[2] ? b[0] - a[0] : (day(...b) - day(...a)) / 365.25;
  };

  /** The end of a day as a decimal year. */
  const decimalYear = (iso) => {
    const [year] = parts(iso);
    return year + (day(...parts(iso)) - day(year, 1, 1) + 1) / (day(year + 1, 1, 1) - day(year, 1, 1));
  };

  const needed = (latest, target, years) => {
    const gap = target - latest;
    if (years > 0 || Number.isNaN(gap)) return years > 0 ? gap / years : NaN;
    return gap > 0 ? Infinity : 0;
  };

  const reached = (latest, aYear, years, most) => Math.min(latest + aYear * years, most);

  const yearDone = (last, latest, target, aYear) => {
    const years = needed(latest, target, aYear);
    if (!Number.isFinite(years)) return years;
    const [year] = parts(last);
    const passed = (day(...parts(last)) - day(year, 1, 1) + 1) / (day(year + 1, 1, 1) - day(year, 1, 1));
    return year + Math.max(Math.ceil(passed + years) - 1, 0);
  };

  const onPace = (observed, need, tolerance) => {
    if (Number.isNaN(observed) || Number.isNaN(need)) return "cannot_be_told";
    if (need <= 0) return "ahead";
    const ratio = observed / need;
    if (ratio > 1 + tolerance) return "ahead";
    return ratio >= 1 - tolerance ? "on_track" : "behind";
  };

  /** What an explorer of a roll-out shows at a setting: numbers to draw and texts to print. */
  const pace = (book, setting) => {
    const { data, words } = book;
    const [last, latest] = data.counts[data.counts.length - 1];
    const end = `${setting.deadline}-12-31`;
    const years = yearsBetween(last, end);
    const need = needed(latest, setting.total, years);
    const at = reached(latest, setting.pace, years, setting.total);
    const done = yearDone(last, latest, setting.total, setting.pace);
    const verdict = onPace(setting.pace, need, data.tolerance);
    const [shareText, word] = [number((100 * at) / setting.total, 1), book.verdicts[verdict]];
    const cells = [
      [words.left, number(setting.total - latest, 0)],
      [words.needed, cell(need, 0)],
      [words.reached, number(at, 0)],
      [words.share, shareText],
      [words.done, Number.isFinite(done) ? String(done) : words.never],
      [words.verdict, word],
    ];
    const text = fill(words.at_deadline, {
      year: setting.deadline, reached: number(at, 0), share: quantity(book, (100 * at) / setting.total, "percent", 1),
      needed: cell(need, 0), verdict: word,
    });
    return { last, latest, end, need, at, verdict, cells, text };
  };

  return { RULES, ruleShares, blend, levyRevenue, decimalYear, burden, pace };
})();
