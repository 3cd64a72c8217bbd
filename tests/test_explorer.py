"""Explorers in a real browser: they print what Python computes, to the digit, and answer to hand and key.

Expected texts come from the functions that the notebooks call, and from `formats.number`; the data are those
that the page carries, which is what the notebook exported.
"""

import datetime as dt
import gzip
import json
import math
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evident import paths
from evident.book import explorer
from evident.book.notebooks import Library
from evident.export.verdicts import on_pace
from evident.run.inputs import Build
from evident.text import formats
from evident.text.words import Words
from shanxi.models import burden_sharing as sharing
from shanxi.models import pace

WORDS = Words("en")
SETTINGS = 300
STATIC = Path(explorer.__file__).parent / "theme" / "static" / explorer.FILES
OWN = paths.report().own / "static" / explorer.FILES

Setting = dict[str, Any]
Shown = tuple[list[list[str]], str]  # rows of the table, sentence


def printed(value: float, decimals: int) -> str:
    return formats.number(value, decimals) if math.isfinite(value) else "–"


# -- what Python prints


def burden(data: dict[str, Any], setting: Setting) -> Shown:
    if not setting["parties"]:
        return [[WORDS("cooperation.burden.total"), "0.0", "0.00", ""]], WORDS("cooperation.burden.nobody")
    columns = {name: data[name] for name in ("population", "income", "emissions", "drawn")}
    table = pd.DataFrame(columns, data["parties"], dtype=float).loc[setting["parties"]]
    by_rule = sharing.rule_shares(
        table["population"], table["income"], setting["threshold"] / 100 * data["median_income"],
        pd.DataFrame([table["emissions"]], index=[2019]), 2019, table["drawn"],
    )  # fmt: skip
    weights = [setting[rule] for rule in sharing.RULES]
    blended = sharing.blend(by_rule, weights) if any(weights) else pd.Series(math.nan, table.index)
    levied = setting["by"] == "levy"
    raised = (
        sharing.levy_revenue(setting["levy"], data["coal"], data["power"], data["coal_per_power"])
        if levied
        else setting["fund"]
    )
    paid = raised * blended
    a_head = 1000 * paid / table["population"]
    rows = [
        [party, printed(100 * blended[party], 1), printed(paid[party], 2), printed(a_head[party], 0)]
        for party in table.index
    ]
    together = printed(100 * blended.sum(skipna=False), 1), printed(paid.sum(skipna=False), 2)
    rows.append([WORDS("cooperation.burden.total"), *together, ""])
    bound = data["bound"] if levied else "exact"
    if not any(weights):
        return rows, WORDS("cooperation.burden.unweighted")
    if blended.isna().any():
        return rows, WORDS("cooperation.burden.unable")
    top = blended.idxmax()
    text = WORDS(
        "cooperation.burden.result",
        raised=formats.quantity(raised, "billion CNY/yr", 1, WORDS, bound=bound),
        top=top,
        payment=formats.quantity(paid[top], "billion CNY/yr", 2, WORDS, bound=bound),
        share=formats.quantity(100 * blended[top], "percent", 1, WORDS),
    )
    return rows, text


def roll_out(data: dict[str, Any], setting: Setting) -> Shown:
    day, latest = dt.date.fromisoformat(data["counts"][-1][0]), data["counts"][-1][1]
    total, rate = setting["total"], setting["pace"]
    years = pace.years_between(day, dt.date(setting["deadline"], 12, 31))
    needed = pace.needed(latest, total, years)
    reached = pace.reached(latest, rate, years, total)
    done = pace.year_done(day, latest, total, rate)
    verdict = WORDS(f"common.verdicts.{on_pace(rate, needed)}")
    values = {
        "left": printed(total - latest, 0),
        "needed": printed(needed, 0),
        "reached": printed(reached, 0),
        "share": printed(100 * reached / total, 1),
        "done": f"{done:.0f}" if math.isfinite(done) else WORDS("mining.pace.never"),
        "verdict": verdict,
    }
    part = formats.quantity(100 * reached / total, "percent", 1, WORDS)
    told = {"reached": values["reached"], "needed": values["needed"], "share": part, "verdict": verdict}
    text = WORDS("mining.pace.at_deadline", year=setting["deadline"], **told)
    return [[WORDS(f"mining.pace.{name}"), value] for name, value in values.items()], text


# -- settings


def burdens(data: dict[str, Any], rng: random.Random) -> Iterator[Setting]:
    for _ in range(SETTINGS):
        # Half of the weights are nil, so that rules drop out; few provinces, so that sometimes none is able.
        weights = {rule: rng.choice((0, 5 * rng.randrange(21))) for rule in sharing.RULES}
        taking = rng.sample(data["parties"], rng.choice((0, 1, 2, 5, 12, len(data["parties"]))))
        yield weights | {
            "threshold": 5 * rng.randrange(41),
            "by": rng.choice(("fund", "levy")),
            "fund": rng.randint(1, 100),
            "levy": rng.randint(1, 100),
            "parties": [p for p in data["parties"] if p in taking],
        }


def roll_outs(data: dict[str, Any], rng: random.Random) -> Iterator[Setting]:
    latest = int(data["counts"][-1][1])
    for _ in range(SETTINGS):
        yield {
            "total": rng.choice((latest, rng.randint(latest, 1000))),
            "deadline": data["target_year"] + rng.randint(-1, 13),
            "pace": rng.choice((0, rng.randint(0, 300))),
        }


EXPLORERS = {
    "burden": ("cooperation", burden, burdens),
    "pace": ("mining", roll_out, roll_outs),
}


# -- the page


@pytest.fixture
def page(browser, request: pytest.FixtureRequest, address: str):  # type: ignore[no-untyped-def]
    faults: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda e: faults.append(str(e)))
    yield opened
    opened.close()
    assert faults == []


def payload(page) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    return json.loads(page.locator("section.explorer script").text_content())


def visit(page, address: str) -> None:  # type: ignore[no-untyped-def]
    """Open a page and go where its explorer is, unless the address leads there; wait until it has come to life."""
    page.goto("about:blank")  # from the same page this would only scroll
    page.goto(address)
    if "#" not in address:
        page.locator("section.explorer").scroll_into_view_if_needed()
    page.locator("section.explorer:not([aria-busy])").wait_for()


def shown(page) -> Shown:  # type: ignore[no-untyped-def]
    texts = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    rows = page.locator(".explorer tbody tr").evaluate_all(texts)
    # The mark of a verdict is not a word.
    words = [[re.sub("^[▲●▼◇✓×]\u00a0", "", cell) for cell in row] for row in rows]
    return words, page.locator(".explorer-text").text_content()


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_browser_computes_what_python_computes(page, address: str, name: str) -> None:  # type: ignore[no-untyped-def]
    notebook, expected, settings = EXPLORERS[name]
    visit(page, f"{address}/{notebook}.html")
    book = payload(page)
    chosen = list(settings(book["data"], random.Random(20261121)))
    found = page.evaluate(
        "([name, book, settings]) => settings.map((setting) => { const r = formulas[name](book, setting);"
        " return [r.rows ? [...r.rows.map((row) => row.cells), r.total] : r.cells, r.text]; })",
        [name, book, chosen],
    )
    assert len(found) == SETTINGS >= 200
    wrong = [
        (setting, was, want)
        for setting, was in zip(chosen, found, strict=True)
        if tuple(was) != (want := expected(book["data"], setting))
    ]
    assert wrong == []
    assert len({text for _, text in found}) > SETTINGS / 3  # the settings do differ


def test_numbers_are_rounded_as_in_python(page, address: str) -> None:  # type: ignore[no-untyped-def]
    visit(page, f"{address}/mining.html")
    rng = random.Random(1)
    values = [0.0, 0.05, 0.285, 2.675, -0.4, -2.5, 99.95, 1e-7, 1e21, 1234567.5, 50.0, 49.0]
    values += [rng.choice((1, -1)) * round(10 ** rng.uniform(-4, 9), rng.randrange(6)) for _ in range(500)]
    cases = [(value, decimals) for value in values for decimals in (-2, 0, 1, 2)]
    found = page.evaluate("(cases) => cases.map(([value, places]) => evident.number(value, places))", cases)
    assert found == [formats.number(value, decimals) for value, decimals in cases]


def test_one_rule_alone_is_what_the_chart_shows(page, address: str, built: Build) -> None:  # type: ignore[no-untyped-def]
    chart = Library(built.notebooks).exhibit("cooperation.rules")
    columns = [column["name"] for column in chart["columns"]]
    for rule in sharing.RULES:
        others = "&".join(f"{other}=0" for other in sharing.RULES if other != rule)
        visit(page, f"{address}/cooperation.html#explorer-cooperation-burden?{others}")
        rows = {row[0]: row[1] for row in shown(page)[0]}
        for cells in chart["cells"]:
            assert rows[cells[columns.index("province")]] == cells[columns.index(rule)]


def test_hands_on_burden(page, address: str) -> None:  # type: ignore[no-untyped-def]
    visit(page, f"{address}/cooperation.html")
    data = payload(page)["data"]
    part = page.locator("section.explorer")
    setting: Setting = dict.fromkeys(sharing.RULES, 25) | {
        "threshold": data["threshold"], "by": "fund", "fund": data["fund"], "levy": data["levy"],
        "parties": [p for p in data["parties"] if p in data["named"]],
    }  # fmt: skip
    assert shown(page) == burden(data, setting)
    start = shown(page)

    part.get_by_label("Equality").fill("80")
    part.get_by_label("Fund", exact=True).fill("35")
    assert shown(page) == burden(data, setting := setting | {"equality": 80, "fund": 35})
    part.get_by_label("Zhejiang").check()
    part.get_by_label("Beijing").uncheck()
    taking = [p for p in data["parties"] if p in {*data["named"], "Zhejiang"} - {"Beijing"}]
    assert shown(page) == burden(data, setting := setting | {"parties": taking})
    part.get_by_label("a levy").check()
    part.get_by_label("Levy", exact=True).fill("7")
    assert shown(page) == burden(data, setting := setting | {"by": "levy", "levy": 7})
    assert part.get_by_label("Fund", exact=True).is_hidden()
    part.get_by_role("button", name="All net burners").click()
    assert shown(page) == burden(data, setting := setting | {"parties": data["parties"]})

    # The address keeps a setting: opened anew, it shows the same.
    kept, link = shown(page), page.url
    visit(page, link)
    assert shown(page) == kept
    assert part.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    part.get_by_role("button", name="Back to").click()
    assert shown(page) == start


def test_by_keyboard_alone(page, address: str) -> None:  # type: ignore[no-untyped-def]
    visit(page, f"{address}/mining.html")
    data = payload(page)["data"]
    total, planned = data["totals"]["producing"], data["paces"]["planned"]
    setting = {"total": total, "deadline": data["target_year"], "pace": planned}
    assert shown(page) == roll_out(data, setting)
    first = page.locator("section.explorer input").first
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert shown(page) == roll_out(data, setting := setting | {"total": total + 3})
    # On to the second of three counts of mines, the deadline, and the pace.
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == roll_out(data, setting := setting | {"total": data["totals"]["operating"]})
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == roll_out(data, setting | {"deadline": data["target_year"] + 1, "pace": planned - 1})
    assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") == str(round(planned - 1))
    page.keyboard.press("End")
    assert shown(page)[1] == roll_out(data, setting | {"deadline": data["target_year"] + 1, "pace": 300})[1]


def test_an_address_that_makes_no_sense_is_forgiven(page, address: str) -> None:  # type: ignore[no-untyped-def]
    visit(page, f"{address}/mining.html")
    start = shown(page)
    visit(page, f"{address}/mining.html#explorer-mining-pace?pace=fast&total=&deadline=NaN&x=1")
    assert shown(page) == start
    visit(page, f"{address}/mining.html#explorer-mining-pace?pace=9999")
    assert page.get_by_label("Mines converted a year").input_value() == "300"


def test_without_scripts_the_chart_above_stands(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/mining.html")
    assert page.locator("section.explorer").is_hidden()
    assert WORDS("mining.pace.static") in page.locator(".explorer-static").inner_text()
    assert page.locator("#exhibit-mining-denominators svg").first.is_visible()
    context.close()


def test_scripts_come_when_the_explorer_is_nearly_in_view(page, address: str) -> None:  # type: ignore[no-untyped-def]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/mining.html", wait_until="networkidle")
    part = page.locator("section.explorer")
    assert part.get_attribute("aria-busy") == "true"
    assert not any("d3.min.js" in url for url in asked)
    room = part.bounding_box()["height"]
    part.scroll_into_view_if_needed()
    page.locator("section.explorer:not([aria-busy])").wait_for()
    assert any("d3.min.js" in url for url in asked)
    assert part.bounding_box()["height"] > room - 2  # nothing below moves up under who reads it
    # A plain address of the explorer does as well.
    visit(page, f"{address}/mining.html#explorer-mining-pace")
    assert part.evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_scripts_are_light_and_loaded_only_where_used(built_book: Path) -> None:
    pages = {page.name: page.read_text("utf8") for page in built_book.glob("*.html")}
    with_explorer = {name for name, text in pages.items() if 'class="explorer"' in text}
    loading = {name for name, text in pages.items() if f"_static/{explorer.FILES}/" in text}
    assert with_explorer == loading == {"cooperation.html", "mining.html"}
    files = (*explorer.scripts(), explorer.START, "explorer.css")
    found = [next(folder / name for folder in (STATIC, OWN) if (folder / name).exists()) for name in files]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in found)
    assert weight <= 60_000
