"""Charts that are asked: marks are found in their tables, read out by hand and by keys, and shown on the pages of others.

Marks of small drawings have rows worked out by hand; pages are those of the small report. That every mark of the
real report is read out as the number that it stands at is a test of `test_drawn.py`.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from evident.book import chart_answers, embedding
from evident.book.chart_readings import Readings
from evident.export.marks import Mark, drawn, marks
from evident.export.positions import on_an_axis
from evident.export.readouts import Readouts
from evident.export.sheets import Sheet
from evident.text.words import Words

from .conftest import CHROMIUM, Copy

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no browser")

# -- marks


def found(rows: list[list[Any]], numeric: list[bool], draw: Any) -> list[Mark]:
    """The marks of a drawing of 4 × 3 inches whose axes fill it."""
    figure = Figure((4, 3), dpi=72)
    draw(figure.add_axes((0, 0, 1, 1)))
    figure.draw_without_rendering()
    cells = [[str(value) for value in row] for row in rows]
    return marks(figure, Sheet(rows, cells, numeric), dict.fromkeys(drawn(figure), "g"))


def test_a_dot_is_the_row_that_has_both_its_numbers() -> None:
    rows = [["2021", 10.0], ["2022", 30.0], ["2023", 20.0]]

    def draw(ax: Any) -> None:
        ax.plot([2021, 2022, 2023], [10, 30, 20], "o")
        ax.set(xlim=(2020, 2024), ylim=(0, 40))

    # A quarter of 288 points a year; 216 points high, and 40 units.
    assert [(m.x, m.y, m.row, m.column, m.at) for m in found(rows, [False, True], draw)] == [
        (72, 162, 0, 1, 0), (144, 54, 1, 1, 0), (216, 108, 2, 1, 0),
    ]  # fmt: skip


def test_what_no_row_explains_is_not_told() -> None:
    rows = [["2021", 10.0]]
    assert found(rows, [False, True], lambda ax: ax.plot([2021, 2022], [11, 12])) == []
    assert found(rows, [False, True], lambda ax: ax.axhline(10)) == []


def test_equal_numbers_go_to_their_own_series() -> None:
    rows = [["2021", 1.0, 2.0], ["2022", 3.0, 3.0], ["2023", 5.0, 4.0]]

    def draw(ax: Any) -> None:
        ax.plot([2021, 2022, 2023], [2, 3, 4])
        ax.plot([2021, 2022, 2023], [1, 3, 5])

    told = [(m.row, m.column) for m in found(rows, [False, True, True], draw)]
    assert told == [(0, 2), (1, 2), (2, 2), (0, 1), (1, 1), (2, 1)]


def test_bars_of_categories_are_found_by_the_words_beside_them() -> None:
    rows = [["coal", 7.0, 1.0], ["wind", 7.0, 2.0]]

    def draw(ax: Any) -> None:
        ax.barh([0, 1], [7, 7])
        ax.barh([0, 1], [2, 1], left=7)
        ax.set_yticks([0, 1], ["Wind", "Coal"])

    told = [(m.row, m.column, m.upright) for m in found(rows, [False, True, True], draw)]
    assert told == [(1, 1, False), (0, 1, False), (1, 2, False), (0, 2, False)]


def test_tiles_are_found_by_the_name_in_them() -> None:
    def draw(ax: Any) -> None:
        ax.bar([0, 2], [1, 1], width=1)
        ax.annotate("AH ▲", (0, 0.5))
        ax.annotate("BJ", (2, 0.5))
        ax.set_axis_off()

    told = found([["Beijing", "BJ", 3.0], ["Anhui", "AH", 2.0]], [False, False, True], draw)
    assert [(m.row, m.column, m.box is not None) for m in told] == [(1, -1, True), (0, -1, True)]


def test_times_stand_where_charts_put_them() -> None:
    def places(value: str) -> dict[float, bool]:
        return {round(number, 4): own for number, own in on_an_axis(value)}

    assert places("2024")[2024] is True
    assert places("2024")[2025] is False
    assert places("2024-06")[2024.4583] is True  # the middle of June
    assert places("2024-06-30")[2024.5] is True  # as the end of a month
    assert 2011.0 in places("2011-01/2011-12")
    assert list(on_an_axis("Shanxi")) == []


def test_series_are_the_columns_or_what_a_column_names() -> None:
    columns = [
        {"name": n, "label": n.title(), "unit": "", "decimals": d}
        for n, d in (("year", None), ("ore", 0), ("tin", 0))
    ]
    rows: list[list[Any]] = [["2021", 1.0, 5.0], ["2022", 2.0, 6.0]]
    told = Readouts(
        {"columns": columns, "rows": rows, "cells": [[str(v) for v in row] for row in rows]}, Words("en")
    )
    figure = Figure((4, 3), dpi=72)
    ax = figure.subplots()
    ax.plot([2021, 2022], [1, 2])
    ax.plot([2021, 2022], [5, 6])
    figure.draw_without_rendering()
    told.read("wide", figure, {artist: f"line2d_{n}" for n, artist in enumerate(drawn(figure))})
    made = told.payload()
    assert (made["names"], made["by_column"], made["places"]) == (["Ore", "Tin"], True, ["2021", "2022"])
    assert made["wide"]["parts"] == [["line2d_0", [0]], ["line2d_1", [1]]]


def test_a_chart_whose_marks_are_no_values_is_not_asked() -> None:
    chart: dict[str, Any] = {
        "columns": [{"label": "Line"}],
        "marks": {"names": [], "tints": [], "places": [], "place": 0},
    }
    words = Words("en")
    assert chart_answers.answering(chart | {"key": "mining.output"}, words)["place"] == "Line"
    assert chart_answers.answering(chart | {"key": "mining.map"}, words) == {}


def test_buttons_show_colours_only_where_they_tell_series_apart() -> None:
    told: dict[str, Any] = {"names": ["coal", "wind"], "places": [], "place": ""}
    swatches = [
        chart_answers.controls(told | {"tints": tints}, Words("en")).count("<svg")
        for tints in (["ink", "jade"], ["ink", "ink"], ["ink", ""])
    ]
    assert swatches == [2, 0, 0]


# -- what is said of a mark


def reading(
    columns: list[tuple[str, str, str, int | None]], cells: list[str], mark: list[Any], **more: Any
) -> str:
    """What is said of a mark, [x, y, row, column, series, kind], of a table of one row."""
    payload = {
        "columns": [dict(zip(("name", "label", "unit", "decimals"), each, strict=True)) for each in columns],
        "cells": [cells],
        "rows": [more.pop("row", cells)],
        "marks": {"place": 0, "series": -1, "by_column": False, "names": [], **more},
    }
    return str(Readings(payload, Words("en")).of(mark))


YEAR = ("year", "Year", "", None)
ENDS = [
    ("low", "Low end", "percent", 1),
    ("median", "Median", "percent", 1),
    ("high", "High end", "percent", 1),
]
MARK = [0, 0, 0, 1, 0, ""]


def test_a_range_is_said_after_its_middle() -> None:
    assert reading([YEAR, *ENDS], ["2024", "1.0", "2.0", "3.0"], MARK) == (
        "2024; Median: 2.0%; Low to high end: 1.0–3.0%"
    )


def test_a_single_number_has_not_the_name_of_an_end() -> None:
    low, _, high = ENDS
    assert reading([YEAR, low, high], ["2024", "2.0", "2.0"], MARK) == "2024; 2.0%"
    assert reading([YEAR, low, high], ["2024", "2.0", "–"], MARK) == "2024; Low end: 2.0%"
    assert reading([YEAR, low, high], ["2024", "1.0", "2.0"], MARK) == "2024; Low to high end: 1.0–2.0%"
    coal = [("coal_low", "Coal, low end", "", 0), ("coal_high", "Coal, high end", "", 0)]
    assert reading([YEAR, *coal], ["2024", "2", "2"], MARK) == "2024; Coal: 2"


def test_a_figure_is_said_as_it_is_printed() -> None:
    low, _, high = ENDS
    shown = ("shown", "As printed", "", None)
    assert reading([YEAR, low, high, shown], ["2024", "1.9", "2.1", "over 2"], MARK) == "2024; over 2%"


def test_a_unit_may_be_in_the_row_and_is_not_said_twice() -> None:
    unit, size = ("unit", "Unit", "", None), ("size", "Size", "", 1)
    assert reading([YEAR, unit, size], ["2024", "GW", "2.0"], [0, 0, 0, 2, 0, ""]) == "2024; Size: 2.0 GW"
    share = ("share", "Share, %", "percent", 0)
    assert reading([YEAR, share], ["2024", "7"], MARK) == "2024; Share: 7%"


def test_of_a_span_both_days_have_their_headings() -> None:
    columns = [("to", "To", "", None), ("from", "From", "", None), ("n", "Trains", "", 0)]
    said = reading(
        columns, ["31 May 2024", "1 May 2024", "7"], [0, 0, 0, 2, 0, ""], row=["2024-05-31", "2024-05-01", 7]
    )
    assert said == "; Trains: 7; To: 31 May 2024; From: 1 May 2024"


def test_what_a_mark_means_is_said_once() -> None:
    columns = [YEAR, ("kind", "Kind", "", None), ("n", "Mines", "", 0)]
    target = [0, 0, 0, 2, 0, "target"]
    assert reading(columns, ["2024", "plan", "7"], target) == "2024; Mines: 7; Kind: plan; target or plan"
    assert reading(columns, ["2024", "target", "7"], target) == "2024; Mines: 7; Kind: target"


def test_what_is_not_told_is_left_out_and_nothing_is_said_as_such() -> None:
    payload = {
        "columns": [
            {"name": "place", "label": "Place", "unit": "", "decimals": None},
            {"name": "code", "label": "Letters", "unit": "", "decimals": None, "told": False},
            {"name": "n", "label": "Mines", "unit": "", "decimals": 0},
        ],
        "cells": [["Anhui", "AH", "–"]],
        "rows": [["Anhui", "AH", None]],
        "marks": {"place": 0, "series": -1, "by_column": False, "names": []},
    }
    assert str(Readings(payload, Words("en")).of([0, 0, 0, -1, 0, ""])) == "Anhui; no figure"


# -- what belongs to a series


def parts_of(rows: list[list[Any]], draw: Any) -> dict[str, list[str]]:
    """The parts of a drawing by what they are, with the names of their series; columns series, year, low, high."""
    columns = [
        {"name": n, "label": n, "unit": "", "decimals": d}
        for n, d in (("series", None), ("year", None), ("low", 0), ("median", 0), ("high", 0))
    ]
    told = Readouts(
        {"columns": columns, "rows": rows, "cells": [[str(v) for v in row] for row in rows]}, Words("en")
    )
    figure = Figure((4, 3), dpi=72)
    draw(figure.subplots())
    figure.draw_without_rendering()
    names = {artist: f"{type(artist).__name__} {n}" for n, artist in enumerate(drawn(figure))}
    told.read("wide", figure, names)
    made = told.payload()
    return {part: [made["names"][n] for n in own] for part, own in made["wide"]["parts"]}


def test_a_band_and_a_range_beside_it_are_of_the_series_whose_numbers_they_have() -> None:
    rows: list[list[Any]] = [
        ["ore", "2021", 10.0, 11.0, 12.0], ["ore", "2022", 10.0, 14.0, 18.0],
        ["tin", "2021", 30.0, 33.0, 36.0], ["tin", "2022", 30.0, 35.0, 40.0],
    ]  # fmt: skip

    def draw(ax: Any) -> None:
        ax.fill_between([2021, 2022], [10, 10], [12, 18], color="red")
        ax.plot([2021, 2022], [11, 14], color="red")
        ax.plot([2022.3, 2022.3], [10, 18], color="red")
        ax.plot([2021, 2022], [33, 35], color="red")
        ax.axhline(50, color="red")
        ax.annotate("14", (2022, 14))
        ax.annotate("tin", (2022.5, 38), color="red")
        ax.annotate("a limit", (2021.5, 51), color="red")
        ax.set_ylim(0, 60)

    assert parts_of(rows, draw) == {
        "Line2D 0": ["ore"], "Line2D 1": ["ore"], "Line2D 2": ["tin"], "FillBetweenPolyCollection 4": ["ore"],
        "Annotation 5": ["ore"], "Annotation 6": ["tin"],
    }  # fmt: skip


def test_a_line_through_two_series_is_of_both_and_one_that_begins_at_another_is_not() -> None:
    rows: list[list[Any]] = [
        ["old", "2021", 1.0, 1.0, 1.0], ["old", "2022", 3.0, 3.0, 3.0],
        ["new", "2023", 6.0, 6.0, 6.0], ["aim", "2025", 20.0, 20.0, 20.0],
    ]  # fmt: skip

    def draw(ax: Any) -> None:
        ax.plot([2021, 2022, 2023], [1, 3, 6])
        ax.plot([2021, 2022], [1, 3], "o")
        ax.plot([2023], [6], "o")
        ax.plot([2022, 2025], [3, 20])

    found = parts_of(rows, draw)
    assert found["Line2D 0"] == ["old", "new"]
    assert found["Line2D 3"] == ["aim"]


# -- pages


def test_the_code_for_another_page_is_high_enough_and_carries_no_markup() -> None:
    marks = {"wide": {"width": 400, "height": 200}, "narrow": {"width": 200, "height": 300}}
    code = embedding.code_of({"kind": "figure", "title": 'A "b" <c>', "marks": marks}, "https://x.org/e.html")
    assert 'src="https://x.org/e.html"' in code
    assert 'title="A &quot;b&quot; &lt;c&gt;"' in code
    assert 'height="810"' in code  # 300, and 340 × 300 / 200


def test_each_exhibit_has_a_page_of_its_own_that_leads_back(small_book: Copy) -> None:
    folder = small_book.file("html")
    assert {page.stem for page in (folder / "embed").iterdir()} == {
        "trains-cities", "provinces-outputs", "provinces-comparison",
    }  # fmt: skip
    html = (folder / "embed/trains-cities.html").read_text("utf8")
    assert '<meta name="robots" content="noindex">' in html
    assert 'href="../trains.html#exhibit-trains-cities"' in html
    assert "Content-Security-Policy" in html
    assert "<nav" not in html
    searched = [file for file in folder.rglob("*.js") if "search" in file.relative_to(folder).as_posix()]
    assert searched
    assert not [file for file in searched if "embed/" in file.read_text("utf8")]


def test_what_can_be_read_out_is_in_the_table(small_book: Copy) -> None:
    text = (small_book.file("html") / "charts/trains-cities.js").read_text("utf8")
    data = json.loads(text.partition(" = ")[2].rstrip().removesuffix(";"))
    html = small_book.html("trains").replace("&#x27;", "'")
    said = [data["said"][mark[2]] for mark in data["wide"]["marks"]]
    assert [text for _, [[_, text]], _ in said] == ["3,849", "2,285", "2,059", "2,052", "812"]
    for head, [[label, cell]], _ in said:
        assert f">{head}</td>" in html
        assert f">{label}</th>" in html
        assert f">{cell}</td>" in html


def test_controls_say_series_and_places() -> None:
    answers = {"names": ["A & B", "C"], "tints": ["jade", "ink"], "places": ["1", "2", "3"], "place": "Year"}
    html = chart_answers.controls(answers, Words("en"))
    assert html.count("<button") == 2
    assert "A &amp; B" in html
    assert 'fill="var(--jade)"' in html
    assert html.count("<option") == 4
    assert "<select data-series" in chart_answers.controls(
        answers | {"names": list("abcdefghi"), "tints": [""] * 9}, Words("en")
    )
    assert chart_answers.controls(answers | {"names": [], "tints": [], "places": ["1"]}, Words("en")) == ""


@pytest.fixture
def page(browser, small_book: Copy):  # type: ignore[no-untyped-def]
    faults: list[str] = []
    opened = browser.new_page()
    opened.on("pageerror", lambda e: faults.append(str(e)))
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.goto((small_book.file("html") / "provinces.html").resolve().as_uri())
    opened.locator(".chart").first.scroll_into_view_if_needed()
    opened.locator(".chart[data-answers]").first.wait_for()
    yield opened
    opened.close()
    assert faults == []


@needs_browser
def test_a_chart_answers_to_keys(page) -> None:  # type: ignore[no-untyped-def]
    surface, said = page.locator(".chart-surface"), page.locator(".chart > [role=status]")
    surface.focus()
    keys = {
        "ArrowRight": "2018; Chongqing: 68.5 thousand yuan",
        "Home": "2018; Chongqing: 68.5 thousand yuan",
        "ArrowDown": "2018; Henan: 50.7 thousand yuan",
        "End": "2024; Henan: 65.1 thousand yuan",
    }
    heard = {}
    for key in keys:
        page.keyboard.press(key)
        heard[key] = said.inner_text()
    assert [text.partition(":")[0] for text in heard.values()][1:] == [
        "2018; Chongqing", "2018; Henan", "2024; Henan",
    ]  # fmt: skip
    table = page.locator(".exhibit-data tbody").first.text_content()
    assert all(text.split(": ")[1].split()[0] in table for text in heard.values())
    assert page.locator(".chart-answer").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".chart-answer").is_hidden()


@needs_browser
def test_a_chart_answers_to_hand_and_series_are_brought_out(page) -> None:  # type: ignore[no-untyped-def]
    box = page.locator(".chart").first.bounding_box()
    last = page.evaluate("evident.charts['provinces.outputs'].wide.marks[3].slice(0, 2)")
    scale = box["width"] / page.evaluate("evident.charts['provinces.outputs'].wide.width")
    page.mouse.move(box["x"] + last[0] * scale + 4, box["y"] + last[1] * scale - 3)
    answer = page.locator(".chart-answer")
    assert answer.inner_text().split() == ["2024", "Chongqing", "100.9", "thousand", "yuan"]
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    assert answer.is_hidden()
    button = page.locator(".chart-series button", has_text="Henan")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".chart-wide .chart-faded").count() >= 2
    button.click()
    assert page.locator(".chart-faded").count() == 0
    page.locator("select[data-places]").select_option("2022")
    assert page.locator(".chart-told p").all_inner_texts()[0].startswith("Chongqing: ")
    assert page.locator(".chart-ring circle").count() == 3


@needs_browser
def test_what_is_copied_is_said(page) -> None:  # type: ignore[no-untyped-def]
    page.locator(".exhibit-cite summary").first.click()
    panel = page.locator(".exhibit-cite").first
    panel.locator("button").first.click()
    panel.locator("[role=status]").first.filter(
        has_text=re.compile(r"\w")
    ).wait_for()  # the policy lets no eval through
    assert panel.locator("[role=status]").first.inner_text() in (
        Words("en")("book.exhibit.copied"), Words("en")("book.exhibit.not_copied"),
    )  # fmt: skip


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_an_open_chart_and_its_page_for_others_have_no_fault(  # type: ignore[no-untyped-def]
    browser, small_book: Copy, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    folder: Path = small_book.file("html").resolve()
    for name in ("provinces.html", "embed/provinces-outputs.html", "embed/provinces-comparison.html"):
        opened.goto((folder / name).as_uri())
        if "comparison" not in name:
            opened.locator(".chart").first.scroll_into_view_if_needed()
            opened.locator(".chart[data-answers]").first.wait_for()
            for summary in opened.locator(".exhibit-tool summary").all()[:4]:
                summary.click()
            opened.locator(".chart-surface").first.focus()
        assert opened.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), name
        found = Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found] == [], name
    context.close()


@needs_browser
def test_without_scripts_all_is_reached_and_nothing_is_offered_that_does_not_work(  # type: ignore[no-untyped-def]
    browser, small_book: Copy
) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((small_book.file("html") / "provinces.html").resolve().as_uri())
    assert opened.locator(".chart-controls").first.is_hidden()
    for name in ("data", "image", "share", "cite"):
        opened.locator(f".exhibit-{name} summary").first.click()
        assert opened.locator(f".exhibit-{name} .exhibit-panel").first.is_visible()
    assert "<iframe" in opened.locator(".exhibit-share code").first.inner_text()
    assert opened.locator("button[data-copies]").first.is_hidden()
    context.close()
