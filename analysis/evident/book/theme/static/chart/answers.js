// A chart that answers: the values of a mark on hover, focus and tap, series that are brought out, a place that is read
// out. What is said of a mark was put together from the table behind the chart (book/chart_readings.py); the form of the data
// is told in book/chart_answers.py.
evident.answers = (() => {
  "use strict";
  const { make } = evident;
  const { quadtree } = d3;
  const REACH = { mouse: 32, pen: 32, touch: 44 }; // CSS pixels from a mark within which it is meant
  const [X, Y, SAID, SERIES, BOX] = [0, 1, 2, 3, 4];
  const [HEAD, LINES, PLACE] = [0, 1, 2];

  const spoken = ([head, lines]) =>
    [head, ...lines.map(([label, text]) => (label ? `${label}: ${text}` : text))].filter(Boolean).join("; ");

  return (chart) => {
    const data = evident.charts[chart.dataset.key];
    const { words, names, said } = data;
    const prefix = chart.dataset.key.replace(/[._]/g, "-");
    const controls = chart.nextElementSibling?.matches(".chart-controls") ? chart.nextElementSibling : null;
    const drawings = ["wide", "narrow"].map((name) => ({ name, svg: chart.querySelector(`.chart-${name}`), ...data[name] }));
    const live = make("p", { class: "visually-hidden", role: "status" });
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    ring.setAttribute("class", "chart-ring");
    ring.setAttribute("aria-hidden", "true");
    const box = make("div", { class: "chart-answer", "aria-hidden": "true", hidden: true });
    const surface = make("div", {
      class: "chart-surface", tabindex: "0", role: "application", "aria-label": words.surface, "aria-roledescription": words.chart,
    });
    const told = make("div", { class: "chart-told", role: "status" });
    chart.append(surface, ring, box, live);
    controls?.append(told);

    let active = new Set(); // the series that are brought out; none: all are as drawn
    let current = null;

    const drawing = () => drawings.find(({ svg }) => svg.getBoundingClientRect().width > 0) ?? drawings[0];
    const open = (mark) => !active.size || active.has(mark[SERIES]);
    const trees = new Map();
    const tree = (one) => {
      if (!trees.has(one)) trees.set(one, quadtree(one.marks.filter(open), (mark) => mark[X], (mark) => mark[Y]));
      return trees.get(one);
    };

    // -- showing

    const outline = (one, marks) => {
      ring.setAttribute("viewBox", `0 0 ${one.width} ${one.height}`);
      ring.replaceChildren(...marks.map((mark) => {
        const [shape, sides] = mark[BOX]
          ? ["rect", { x: mark[BOX][0], y: mark[BOX][1], width: mark[BOX][2] - mark[BOX][0], height: mark[BOX][3] - mark[BOX][1] }]
          : ["circle", { cx: mark[X], cy: mark[Y], r: 5.5 }];
        const element = document.createElementNS(ring.namespaceURI, shape);
        for (const [name, value] of Object.entries(sides)) element.setAttribute(name, value);
        return element;
      }));
    };

    const hide = () => {
      current = null;
      box.hidden = true;
      ring.replaceChildren();
    };

    const show = (one, mark, aloud) => {
      if (aloud) live.textContent = spoken(said[mark[SAID]]);
      if (current === mark) return;
      current = mark;
      outline(one, [mark]);
      const [head, lines] = said[mark[SAID]];
      box.replaceChildren(
        make("p", { class: "chart-answer-name" }, head),
        ...lines.map(([label, text]) => make("p", {}, ...(label ? [`${label} `] : []), make("b", {}, text))),
      );
      box.hidden = false;
      const scale = one.svg.getBoundingClientRect().width / one.width;
      const [x, y] = [mark[X] * scale, mark[Y] * scale];
      const { offsetWidth: width, offsetHeight: height } = box;
      box.style.left = `${Math.min(Math.max(0, x - width / 2), Math.max(0, chart.clientWidth - width))}px`;
      box.style.top = `${y - height - 12 >= -40 ? y - height - 12 : y + 14}px`;
    };

    // -- pointer

    const at = (event) => {
      const one = drawing();
      const { left, top, width } = one.svg.getBoundingClientRect();
      const scale = one.width / width;
      const [x, y] = [(event.clientX - left) * scale, (event.clientY - top) * scale];
      const inside = one.marks.filter((mark) => open(mark) && mark[BOX]
        && x >= mark[BOX][0] && x <= mark[BOX][2] && y >= mark[BOX][1] && y <= mark[BOX][3]);
      const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
      inside.sort((a, b) => area(a[BOX]) - area(b[BOX]));
      return [one, inside[0] ?? tree(one).find(x, y, (REACH[event.pointerType] ?? 32) * scale)];
    };
    chart.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return; // a finger that moves scrolls the page
      const [one, mark] = at(event);
      if (mark) show(one, mark, false);
      else if (!surface.matches(":focus")) hide();
    });
    chart.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch" && !surface.matches(":focus")) hide();
    });
    chart.addEventListener("click", (event) => {
      const [one, mark] = at(event);
      if (mark) show(one, mark, true);
      else hide();
    });
    document.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && current && !chart.contains(event.target)) hide();
    });

    // -- keyboard

    const along = (one) => (one.upright ? X : Y);
    const ordered = (one, series) =>
      one.marks.filter((mark) => mark[SERIES] === series && open(mark))
        .sort((a, b) => a[along(one)] - b[along(one)] || a[one.upright ? Y : X] - b[one.upright ? Y : X]);
    const nearest = (one, marks, mark) =>
      marks.reduce((best, each) => (
        Math.abs(each[along(one)] - mark[along(one)]) < Math.abs(best[along(one)] - mark[along(one)]) ? each : best
      ));
    const begin = (one) => {
      const first = one.marks.filter(open).reduce((a, b) => (b[SERIES] < a[SERIES] ? b : a));
      return ordered(one, first[SERIES])[0];
    };
    const step = (one, by) => {
      const row = ordered(one, current[SERIES]);
      const next = row[row.indexOf(current) + by];
      if (next) show(one, next, true);
    };
    const change = (one, by) => {
      const every = [...new Set(one.marks.filter(open).map((mark) => mark[SERIES]))].sort((a, b) => a - b);
      const next = every[every.indexOf(current[SERIES]) + by];
      if (next !== undefined) show(one, nearest(one, ordered(one, next), current), true);
    };
    surface.addEventListener("focus", () => {
      if (!surface.matches(":focus-visible") || current) return;
      const one = drawing();
      show(one, begin(one), true);
    });
    surface.addEventListener("blur", hide);
    surface.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const one = drawing();
      if (event.key === "Escape") return hide();
      const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, -1], ArrowDown: [1, 1], Home: [2, 0], End: [2, -1] };
      if (!(event.key in moves)) return;
      event.preventDefault();
      if (!current || !one.marks.includes(current)) return show(one, begin(one), true);
      const [way, by] = moves[event.key];
      if (way === 2) return show(one, ordered(one, current[SERIES]).at(by), true);
      // Arrows along the axis of places go from mark to mark, those across it from series to series.
      if ((way === 0) === one.upright) step(one, by);
      else change(one, by);
    });
    window.addEventListener("resize", hide);

    // -- series and places

    const fade = () => {
      trees.clear();
      hide();
      for (const { name, svg, parts } of drawings) {
        for (const [id, owners] of parts) {
          // What several series share is there as long as one of them is.
          const faded = active.size > 0 && !owners.some((series) => active.has(series));
          svg.querySelector(`[id="${prefix}-${name}-${id}"]`)?.classList.toggle("chart-faded", faded);
        }
      }
    };
    for (const button of controls?.querySelectorAll("button[data-series]") ?? []) {
      const series = Number(button.dataset.series);
      button.addEventListener("click", () => {
        if (!active.delete(series)) active.add(series);
        button.setAttribute("aria-pressed", String(active.has(series)));
        fade();
      });
    }
    controls?.querySelector("select[data-series]")?.addEventListener("change", ({ target }) => {
      active = new Set(target.value === "" ? [] : [Number(target.value)]);
      fade();
    });
    controls?.querySelector("select[data-places]")?.addEventListener("change", ({ target }) => {
      hide();
      const one = drawing();
      const marks = target.value === "" ? [] : one.marks.filter((mark) => (
        open(mark) && said[mark[SAID]][PLACE] === target.value));
      outline(one, marks);
      const answers = marks.map((mark) => {
        const [head, lines] = [said[mark[SAID]][HEAD], said[mark[SAID]][LINES]];
        const text = lines.map(([label, value]) => (label ? `${label}: ${value}` : value)).join("; ");
        return head === target.value ? text : `${head}: ${text}`;
      });
      told.replaceChildren(...[...new Set(answers)].map((text) => make("p", {}, text)));
    });
    chart.dataset.answers = ""; // what tests and styles wait for
  };
})();
