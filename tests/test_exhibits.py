"""Charts, tables and explorers on their way out of a notebook."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from evident.export import arithmetic, charts, comparisons, payloads
from evident.export.charts import Canvas
from evident.export.exhibits import Chart, Column, Table, data_payload, to_json
from evident.export.notebook import ExportError, Notebook
from evident.export.origins import modelled
from evident.text.words import UnknownWords, Words

from . import little


@pytest.fixture
def nb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    return opened(tmp_path, monkeypatch)


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, words: str = little.WORDS, **how: Any) -> Notebook:
    """A notebook that has exported what the words of its chart name."""
    nb = little.notebook(folder, monkeypatch, words=words, **how)
    first, second = nb.fact("ore_2023", nb.evidence["ore-2023"]), nb.fact("ore_2024", nb.evidence["ore-2024"])
    nb.claim("more_ore", comparisons.more, second, first)
    nb.claim("much_ore", comparisons.more, second, nb.parameters.fund)
    nb.claim("less_ore", comparisons.less, second, first)
    return nb


def chart(nb: Notebook, **more: Any) -> dict[str, Any]:
    figures = nb.evidence["ore-2023"], nb.evidence["ore-2024"]
    nb.figure("chart", little.drawn, *figures, blanks={"place": "Norland"} | more)
    return nb.exhibits["theme.chart"]


# -- figures and tables


def test_a_figure_exports_its_texts_its_data_and_what_it_rests_on(nb: Notebook) -> None:
    exhibit = chart(nb)
    assert exhibit == {
        "key": "theme.chart", "kind": "figure", "title": "More ore", "otherwise": "No more ore",
        "subtitle": "Ore of Norland, 50\u00a0Mt at last", "alt": "A line that rises to 50", "note": "As printed",
        "claims": ["theme.more_ore"], "how": "computed", "assumed": [], "rests_on": ["ore-2023", "ore-2024"],
        "facts": ["theme.ore_2024"], "sources": ["bureau2024", "bureau2025"],
        "columns": [
            {"name": "year", "label": "Year", "unit": "", "decimals": None, "align": "left"},
            {"name": "ore", "label": "Ore", "unit": "Mt", "decimals": 1, "align": "right"},
        ],
        "rows": [["2023", 40.0], ["2024", 50.0]], "cells": [["2023", "40.0"], ["2024", "50.0"]], "problem": "",
    }  # fmt: skip
    mime, _, text = nb._publisher.published[-1]  # type: ignore[attr-defined]
    assert mime == payloads.EXHIBIT
    assert text == "figure theme.chart: More ore (theme.more_ore)\n2023 | 40.0\n2024 | 50.0"


def test_it_is_drawn_for_a_wide_and_for_a_narrow_column(
    nb: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, Any] = {}
    monkeypatch.setattr(
        nb._publisher, "publish", lambda mime, payload, text, svgs=None, marks=None: shown.update(svgs or {})
    )
    chart(nb)
    assert set(shown) == {"wide", "narrow"}
    widths = {name: float(svg.partition('width="')[2].partition("pt")[0]) for name, svg in shown.items()}
    assert widths == pytest.approx({"wide": 6.3 * 72, "narrow": 3.55 * 72})


def test_a_table_needs_no_alternative_text_and_rests_on_results(nb: Notebook) -> None:
    doubled = nb.derive(arithmetic.product, nb.evidence["ore-2023"], nb.parameters.fund)
    nb.table("table", little.listed, doubled, 3)
    exhibit = nb.exhibits["theme.table"]
    assert (exhibit["kind"], exhibit["cells"], exhibit["claims"]) == ("table", [["800"], ["3"]], [])
    assert exhibit["rests_on"] == ["ore-2023"]
    assert [item["id"] for item in exhibit["assumed"]] == ["fund"]


def test_the_words_and_all_that_was_passed_reach_the_function(nb: Notebook) -> None:
    def build(words: Words, items: list[float], *, year: int) -> Table:
        return Table(pd.DataFrame({"x": [*items, year]}), {"x": Column(words("common.verdicts.met"), "", 0)})

    nb.table("table", build, [nb.evidence["ore-2023"]], year=nb.parameters.year)
    exhibit = nb.exhibits["theme.table"]
    assert exhibit["columns"][0]["label"] == "met"
    assert exhibit["rows"] == [[40.0], [2030.0]]
    assert [item["id"] for item in exhibit["assumed"]] == ["year"]


def test_what_a_text_prints_is_an_origin_too(nb: Notebook) -> None:
    nb.figure("chart", little.drawn, nb.evidence["ore-2023"], 1, blanks={"place": "Norland"})
    exhibit = nb.exhibits["theme.chart"]
    assert (exhibit["rests_on"], exhibit["facts"]) == (["ore-2023", "ore-2024"], ["theme.ore_2024"])


def test_a_blank_may_be_a_result(nb: Notebook) -> None:
    where = nb.derive(lambda: "Sudland")
    assert chart(nb, place=where)["subtitle"].startswith("Ore of Sudland")


def test_what_a_model_made_is_modelled(nb: Notebook) -> None:
    @modelled
    def fitted(value: float) -> float:
        return value

    nb.table("table", little.listed, nb.derive(fitted, nb.evidence["ore-2023"]))
    assert nb.exhibits["theme.table"]["how"] == "modelled"


# -- titles are claims


def words(old: str, new: str) -> str:
    assert little.WORDS.count(old) == 1
    return little.WORDS.replace(old, new)


def test_a_title_may_be_bound_to_several_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nb = opened(tmp_path, monkeypatch, words("claim: more_ore", "claim: [more_ore, theme.much_ore]"))
    assert chart(nb)["claims"] == ["theme.more_ore", "theme.much_ore"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", r"words/en/theme\.yml, chart: its title is bound to nothing; add `claim: key` of a claim that the notebook "
             r"exports before it, or `describes: what`"),
        ("claim: more_oar", r"words/en/theme\.yml, chart: no claim 'theme\.more_oar' was exported before; did you mean "
                            r"theme\.more_ore"),
        ("claim: ore_2024", "no claim 'theme.ore_2024' was exported before"),  # a fact is no claim
    ],
)  # fmt: skip
def test_a_title_that_is_bound_to_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    nb = opened(tmp_path, monkeypatch, words("claim: more_ore", line or "unbound: yes"))
    with pytest.raises(ExportError, match=message):
        chart(nb)
    assert nb.exhibits == {}


def test_a_title_that_asserts_nothing_says_what_it_describes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nb = opened(tmp_path, monkeypatch, words("claim: more_ore", "describes: the ore"))
    assert chart(nb)["claims"] == []


# -- texts


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: More ore", "title: Over 50 Mt", r"words/en/theme\.chart\.title: the digit '50' is typed by hand; export "
                                                 r"a fact and write \{theme\.key\}"),
        ("otherwise: No more ore", "otherwise: Under 50 Mt", r"theme\.chart\.otherwise: the digit '50'"),
        ("alt: A line that rises to {theme.ore_2024|number}", "x: y", r"exhibit theme\.chart has no alt: add it to "
                                                                      r"words/en/theme\.yml under chart:"),
        ("title: More ore", "name: More ore", r"exhibit theme\.chart has no title: add it to words/en/theme\.yml"),
        ("subtitle: Ore of {place}, {theme.ore_2024} at last", "y: z", "has no subtitle"),
        ("{theme.ore_2024} at", "{theme.ore_2042} at", r"theme\.chart\.subtitle: no fact 'theme\.ore_2042' was exported "
                                                       r"before; did you mean theme\.ore_2024"),
        ("{place}", "{where}", r"theme\.chart\.subtitle: nothing fills the blank \{where\}"),
    ],
)  # fmt: skip
def test_a_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    nb = opened(tmp_path, monkeypatch, words(old, new))
    with pytest.raises(ExportError, match=message):
        chart(nb)


def test_an_exhibit_without_words_is_refused(nb: Notebook) -> None:
    with pytest.raises(ExportError, match=r"exhibit theme\.nothing has no title"):
        nb.table("nothing", little.listed, nb.evidence["ore-2023"])


def test_a_key_is_new_and_plain(nb: Notebook) -> None:
    chart(nb)
    with pytest.raises(ExportError, match=r"exhibit theme\.chart was exported before"):
        chart(nb)
    with pytest.raises(ExportError, match="exhibit 'Chart': use lower_snake_case"):
        nb.table("Chart", little.listed, nb.evidence["ore-2023"])


def test_an_exhibit_of_nothing_is_refused(nb: Notebook) -> None:
    with pytest.raises(ExportError, match=r"theme\.table rests on nothing"):
        nb.table("table", little.listed, 1.0)


# -- what cannot be drawn


def undrawable(words: Words, first: float, second: float) -> Chart:
    def draw(canvas: Canvas) -> Figure:
        raise ValueError("an axis of nothing")

    made = little.drawn(words, first, second)
    return Chart(made.data, made.columns, draw)


def test_a_chart_that_cannot_be_drawn_is_a_finding(nb: Notebook) -> None:
    nb.figure("chart", undrawable, nb.evidence["ore-2023"], nb.evidence["ore-2024"], blanks={"place": "x"})
    said = "the chart theme.chart cannot be drawn (an axis of nothing); look at ore-2023, ore-2024"
    assert nb.exhibits["theme.chart"]["problem"] == said
    assert nb.problems == [said]
    assert nb.exhibits["theme.chart"]["cells"] == [["2023", "40.0"], ["2024", "50.0"]]  # the table is there


def test_data_that_cannot_be_made_are_a_finding(nb: Notebook) -> None:
    def refuses(words: Words, value: float) -> Table:
        raise ValueError("no rows")

    nb.table("table", refuses, nb.evidence["ore-2023"])
    exhibit = nb.exhibits["theme.table"]
    assert exhibit["problem"] == "cannot be computed from the figures given (no rows); look at ore-2023"
    assert (exhibit["columns"], exhibit["rows"], exhibit["cells"]) == ([], [], [])


def test_of_figures_that_are_not_yet_public_neither_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = opened(tmp_path, monkeypatch, as_of="2024-12-31")
    figures = early.evidence["ore-2023"], early.evidence["ore-2024"]
    early.figure("chart", undrawable, *figures, blanks={"place": "x"})
    assert early.exhibits["theme.chart"]["problem"] == ""
    assert early.exhibits["theme.chart"]["cells"] == [["2023", "40.0"], ["2024", "–"]]
    assert early.problems == []


def test_a_mistake_in_the_drawing_is_shown_as_one(nb: Notebook) -> None:
    def wrong(words: Words, first: float, second: float) -> Chart:
        made = little.drawn(words, first, second)
        return Chart(made.data, made.columns, lambda canvas: canvas.nothing)  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="nothing"):
        nb.figure("chart", wrong, nb.evidence["ore-2023"], nb.evidence["ore-2024"], blanks={"place": "x"})


def test_only_our_colours_and_the_same_picture_twice(nb: Notebook) -> None:
    made = little.drawn(nb.words, 40, 50)
    first = charts.render("theme.chart", made.draw, nb.words)
    assert charts.render("theme.chart", made.draw, nb.words) == first
    assert 'id="theme-chart-wide-' in first["wide"]
    assert 'id="theme-chart-narrow-' in first["narrow"]

    def red(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(2)
        ax.plot([1, 2], color="#ff0000")
        return figure

    with pytest.raises(
        charts.ChartError, match=r"chart theme\.chart uses #ff0000: use the colours of evident\.look"
    ):
        charts.render("theme.chart", red, nb.words)


def test_a_letter_that_no_font_has(nb: Notebook) -> None:
    def strange(canvas: Canvas) -> Figure:
        figure, ax = canvas.subplots(2)
        ax.set_title("𓀀")
        return figure

    with pytest.raises(charts.ChartError, match=r"chart theme\.chart: .*no font has it; write it otherwise"):
        charts.render("theme.chart", strange, nb.words)


# -- data


def test_data_and_columns_must_agree(nb: Notebook) -> None:
    with pytest.raises(
        ExportError, match=r"exhibit x: its data have columns \['a', 'b'\], described are \['b', 'a'\]"
    ):
        data_payload(
            "x", Table(pd.DataFrame({"a": [1], "b": [2]}), {"b": Column("B"), "a": Column("A")}), Words("en")
        )


def test_cells_are_printed_by_their_column() -> None:
    data = pd.DataFrame({"name": ["Norland", None], "count": [1234.5, math.nan], "mixed": ["ahead", 3]})
    columns = {"name": Column("Name"), "count": Column("Count", "count", 0), "mixed": Column("Mixed", "", 1)}
    made = data_payload("x", Table(data, columns), Words("en"))
    assert made["cells"] == [["Norland", "1,235", "ahead"], ["–", "–", "3.0"]]
    assert made["rows"] == [["Norland", 1234.5, "ahead"], [None, None, 3]]
    assert [column["align"] for column in made["columns"]] == ["left", "right", "right"]


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (dt.date(2024, 12, 31), "2024-12-31"),
        (pd.Timestamp(2024, 12, 31, 5), "2024-12-31"),
        (1 / 3, 0.333333333333),
        (math.nan, None),
        (math.inf, None),
        (np.float64(0.1) + np.float64(0.2), 0.3),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1.0, math.nan]]), [[1.0, None]]),
        (pd.Series([1.0, 2.0]), [1.0, 2.0]),
        ({2024: (1, "a")}, {"2024": [1, "a"]}),
        ("text", "text"),
    ],
)
def test_values_as_json(value: Any, json: Any) -> None:
    assert to_json(value) == json
    assert type(to_json(value)) is type(json)


# -- explorers


EXPLORER = (
    little.WORDS
    + """what_if:
  title: Beyond {theme.ore_2024}
  told: "By {year}: {count}"
  inner:
    deeper: is left out
"""
)


def test_an_explorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nb = opened(tmp_path, monkeypatch, EXPLORER)
    half = nb.derive(arithmetic.product, nb.evidence["ore-2023"], 0.5)
    data = {"levels": pd.Series([1.0, math.nan]), "half": half, "fund": nb.parameters.fund, "all": {"x": 7}}
    nb.explorer("what_if", data, units=["count", "Mt"])
    payload = nb.explorers["theme.what_if"]
    assert payload["data"] == {"levels": [1.0, None], "half": 20.0, "fund": 20.0, "all": {"x": 7}}
    assert payload["words"] == {"title": "Beyond 50\u00a0Mt", "told": "By {year}: {count}"}
    assert payload["units"] == {"count": "{text}", "Mt": "{text}\u00a0Mt"}
    assert payload["verdicts"]["on_track"] == "on track"
    assert payload["bounds"]["at_least"] == "over {text}"
    assert (payload["rests_on"], payload["facts"]) == (["ore-2023", "ore-2024"], ["theme.ore_2024"])
    assert [item["id"] for item in payload["assumed"]] == ["fund"]
    with pytest.raises(ExportError, match=r"explorer theme\.what_if was exported before"):
        nb.explorer("what_if", data, units=[])


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("Beyond {theme.ore_2024}", "Beyond 50", ExportError, r"theme\.what_if\.title: the digit '50' is typed by hand"),
        ("{theme.ore_2024}\n  told", "{theme.ore_24}\n  told", ExportError, "no fact 'theme.ore_24' was exported before"),
    ],
)  # fmt: skip
def test_an_explorer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, error: type[Exception], message: str
) -> None:
    assert EXPLORER.count(old) == 1
    nb = opened(tmp_path, monkeypatch, EXPLORER.replace(old, new))
    with pytest.raises(error, match=message):
        nb.explorer("what_if", {"x": nb.evidence["ore-2023"]}, units=[])


def test_an_explorer_needs_words_units_and_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nb = opened(tmp_path, monkeypatch, EXPLORER)
    with pytest.raises(UnknownWords, match=r"no section 'theme\.nothing': add it to words/en/theme\.yml"):
        nb.explorer("nothing", {"x": nb.evidence["ore-2023"]}, units=[])
    with pytest.raises(UnknownWords, match=r"common\.units\.furlong"):
        nb.explorer("what_if", {"x": nb.evidence["ore-2023"]}, units=["furlong"])
