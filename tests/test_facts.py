"""What a notebook may export, and what it is refused."""

import json
import math

import pandas as pd
import pytest
from matplotlib.figure import Figure

from evident.evidence.tables import Evidence
from evident.export import charts
from evident.export import notebook as facts
from evident.export import payloads as exports
from evident.export.notebook import Column, ExportError, Notebook

MINES = "shanxi-intelligent-mines-2025-12-31-a"
SHIPPED = "shanxi-coal-shipped-to-other-provinces-2025-a"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


@pytest.fixture
def nb(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr(
        facts, "display", lambda data, raw: json.dumps(data)
    )  # what cannot be JSON fails here
    return Notebook("mining", evidence)


def test_observation_exports_itself(nb: Notebook) -> None:
    assert nb.fact("mines", nb.evidence[MINES]) == 400
    exported = nb.facts["mining.mines"]
    assert (exported["text"], exported["how"], exported["rests_on"]) == ("400", "observed", [MINES])
    assert exported["sources"] == ["chinadaily2026report"]


def test_bound_is_printed(nb: Notebook) -> None:
    nb.fact("shipped", nb.evidence[SHIPPED])
    assert nb.print("shipped") == "over 700\u00a0Mt"
    assert nb.print("shipped", "number") == "700"


def test_fact_stands_for_its_evidence(nb: Notebook) -> None:
    nb.fact("mines", nb.evidence[MINES])
    nb.fact(
        "half",
        200,
        unit="count",
        decimals=0,
        how="computed",
        method="half of it",
        rests_on=["mines", SHIPPED],
    )
    assert nb.facts["mining.half"]["rests_on"] == [MINES, SHIPPED]
    assert nb.facts["mining.half"]["facts"] == ["mining.mines"]


def test_the_last_digits_of_a_float_are_not_exported(nb: Notebook) -> None:
    common = {"unit": "count", "decimals": 0, "how": "computed", "method": "m", "rests_on": [MINES]}
    nb.fact("one", 122.44217006748804, **common)
    nb.fact("other", 122.44217006748805, **common)
    assert nb.facts["mining.one"]["value"] == nb.facts["mining.other"]["value"] == 122.442170067


def test_many_panel_cells_become_one_slice(nb: Notebook) -> None:
    cells = [
        f"panel:{place}:{year}:gdp_current" for place in ("Shanxi", "Hebei") for year in range(2010, 2020)
    ]
    common = {"unit": "count", "decimals": 0, "how": "computed", "method": "m"}
    nb.fact("sum", 1, rests_on=[*cells, MINES], **common)
    assert nb.facts["mining.sum"]["rests_on"] == [MINES, "panel:2:2010-2019:gdp_current"]
    assert nb.facts["mining.sum"]["sources"] == ["nbs2025regionalaccounts", "chinadaily2026report"]
    # what rests on the fact rests on every cell; another set of the same extent has another name
    nb.fact("same", 1, rests_on=["sum"], **common)
    nb.fact("less", 1, rests_on=[cells[0], *cells[2:]], **common)
    assert nb.facts["mining.same"]["rests_on"] == nb.facts["mining.sum"]["rests_on"]
    assert nb.facts["mining.less"]["rests_on"] == ["panel:2:2010-2019.1:gdp_current"]


def test_hidden_evidence_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "display", lambda data, raw: json.dumps(data))
    early = Notebook("mining", Evidence.load("2024-12-31"))
    assert math.isnan(early.fact("mines", early.evidence[MINES]))
    assert early.print("mines") == "not known at that date"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"unit": "count", "decimals": 0, "how": "computed", "rests_on": [MINES]}, "say how in method="),
        ({"unit": "count", "decimals": 0, "how": "computed", "method": "m"}, "rests on nothing"),
        (
            {"unit": "count", "decimals": 0, "how": "guessed", "method": "m", "rests_on": [MINES]},
            "how is one of",
        ),
        (
            {"unit": "furlong", "decimals": 0, "how": "computed", "method": "m", "rests_on": [MINES]},
            "unknown unit 'furlong'",
        ),
        (
            {"unit": "count", "how": "computed", "method": "m", "rests_on": [MINES]},
            "needs unit, decimals and how",
        ),
        (
            {
                "unit": "count",
                "decimals": 0,
                "how": "computed",
                "method": "m",
                "rests_on": [MINES[:-1] + "b"],
            },
            f"did you mean .*{MINES}",
        ),
    ],
)
def test_refused(nb: Notebook, arguments: dict, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        nb.fact("number", 1.0, **arguments)
    assert nb.facts == {}


def test_key_must_be_new_and_plain(nb: Notebook) -> None:
    nb.fact("mines", nb.evidence[MINES])
    with pytest.raises(ExportError, match="exported before"):
        nb.fact("mines", nb.evidence[MINES])
    with pytest.raises(ExportError, match="lower_snake_case"):
        nb.fact("Mines 2", nb.evidence[MINES])


def test_share_of_120_percent(nb: Notebook) -> None:
    with pytest.raises(ExportError, match="a share of 120% is impossible"):
        nb.fact("output_share", 120, unit="percent", decimals=0, how="computed", method="m", rests_on=[MINES])


def test_verdict_is_one_of_four(nb: Notebook) -> None:
    nb.verdict("rollout", "behind", rests_on=[MINES], method="pace against need")
    assert nb.print("rollout") == "behind"
    with pytest.raises(ExportError, match="'late' is no verdict"):
        nb.verdict("other", "late", rests_on=[MINES], method="m")


# -- exhibits: their texts come from a file of words


TEXTS = {
    "x.chart.title": "{mining.mines} mines",
    "x.chart.subtitle": "Mines, {place}",
    "x.chart.alt": "A line that rises",
    "x.typed.title": "There are 400 mines",
    "x.noalt.title": "Mines",
    "x.noalt.subtitle": "Mines",
    "x.unknown.title": "{mining.miness} mines",
}


@pytest.fixture
def worded(nb: Notebook, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    texts = {key.replace("x.", "mining.", 1): text for key, text in TEXTS.items()}
    real = nb.words.raw
    monkeypatch.setattr(nb.words, "raw", lambda key: texts[key] if key in texts else real(key))
    nb.fact("mines", nb.evidence[MINES])
    return nb


def draw(canvas: charts.Canvas) -> Figure:
    figure, ax = canvas.subplots(2)
    charts.observed(ax, [2024, 2025], [268, 400])
    return figure


DATA = pd.DataFrame({"year": [2025], "mines": [400]})
COLUMNS = {"year": Column("Year"), "mines": Column("Mines", "count", 0)}


def test_figure(worded: Notebook) -> None:
    worded.figure("chart", draw, DATA, COLUMNS, rests_on=[MINES], place="Shanxi")
    exhibit = worded.exhibits["mining.chart"]
    assert (exhibit["title"], exhibit["subtitle"]) == ("400 mines", "Mines, Shanxi")
    assert exhibit["facts"] == ["mining.mines"]
    assert exhibit["cells"] == [["2025", "400"]]
    assert exhibit["narrow"].startswith("<svg")


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("typed", "'400' is typed by hand"),
        ("noalt", "mining.noalt has no alt"),
        ("unknown", "no fact 'mining.miness' was exported before; did you mean mining.mines"),
        ("nothing", "mining.nothing has no title"),
    ],
)
def test_texts_refused(worded: Notebook, key: str, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        worded.figure(key, draw, DATA, COLUMNS, rests_on=[MINES])


def test_data_and_columns_must_agree(worded: Notebook) -> None:
    with pytest.raises(ExportError, match=r"columns \['year', 'mines'\], described are \['year'\]"):
        worded.figure("chart", draw, DATA, {"year": Column("Year")}, rests_on=[MINES], place="Shanxi")


def test_chart_is_the_same_twice_and_only_in_our_colours(worded: Notebook) -> None:
    first = charts.render("mining.chart", draw, worded.words)
    assert charts.render("mining.chart", draw, worded.words) == first
    assert 'id="mining-chart-wide-' in first["wide"]

    def red(canvas: charts.Canvas) -> Figure:
        figure, ax = canvas.subplots(2)
        ax.plot([1, 2], color="#ff0000")
        return figure

    with pytest.raises(charts.ChartError, match="#ff0000"):
        charts.render("mining.chart", red, worded.words)


def test_glyph_that_no_font_has(worded: Notebook) -> None:
    def strange(canvas: charts.Canvas) -> Figure:
        figure, ax = canvas.subplots(2)
        ax.set_title("𓀀")
        return figure

    with pytest.raises(charts.ChartError, match="no font has"):
        charts.render("mining.chart", strange, worded.words)


def test_close_exports_the_evidence(nb: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict] = []
    monkeypatch.setattr(facts, "display", lambda data, raw: shown.append(data))
    with pytest.raises(ExportError, match="exports nothing"):
        nb.close()
    nb.fact("mines", nb.evidence[MINES])
    nb.close()
    record = shown[-1][facts.EVIDENCE]["evidence"][MINES]
    assert (record["value"], record["unit"], record["source_id"]) == (400, "count", "chinadaily2026report")


# -- explorers


def explorer(nb: Notebook, monkeypatch: pytest.MonkeyPatch, **texts: str) -> dict:
    nb.fact("mines", nb.evidence[MINES])
    section, raw = nb.words.section, nb.words.raw
    monkeypatch.setattr(nb.words, "section", lambda key: texts if key == "mining.x" else section(key))
    monkeypatch.setattr(nb.words, "raw", lambda key: texts.get(key.removeprefix("mining.x."), "") or raw(key))
    data = {"counts": pd.Series([1.0, math.nan]), "sizes": {"all": 7}}
    nb.explorer("x", data, units=["count"], rests_on=[SHIPPED])
    return nb.explorers["mining.x"]


def test_explorer(nb: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = explorer(nb, monkeypatch, title="Beyond {mining.mines} mines", told="By {year}: {count}")
    assert payload["words"] == {"title": "Beyond 400 mines", "told": "By {year}: {count}"}
    assert payload["data"] == {"counts": [1.0, None], "sizes": {"all": 7}}
    assert payload["units"] == {"count": "{text}"}
    assert payload["rests_on"] == [SHIPPED, MINES]
    with pytest.raises(ExportError, match=r"explorer mining\.x was exported before"):
        nb.explorer("x", {}, units=[], rests_on=[MINES])


def test_explorer_types_no_digit(nb: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExportError, match="'400' is typed by hand"):
        explorer(nb, monkeypatch, title="Beyond 400 mines")


def test_a_fact_at_the_start_of_a_sentence(nb: Notebook) -> None:
    nb.fact("shipped", nb.evidence[SHIPPED])
    assert nb.print("shipped", "start") == "Over 700\u00a0Mt"
    # Only the first letter changes: the unit keeps its capital and small letters.
    assert exports.print_fact({"text": "about 3 bcm"}, "start") == "About 3 bcm"
    assert exports.print_fact({"text": "400"}, "start") == "400"
