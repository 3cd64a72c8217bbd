"""Mistakes as authors make them, each with the message that it gets from the check: file, line and remedy.

Each case is one edit of the small report. What the check says is told in one line for each fault, nothing is silent and
nothing a traceback. Mistakes that only a run can find (a fact that no notebook exports) are in `test_build.py`.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evident.book import source_rule
from evident.run import soundness
from tests.conftest import SMALL, Copy
from tests.mutations.cases import forget

OBSERVATIONS, INDICATORS, PANEL = "data/observations.csv", "data/indicators.csv", "data/panel.csv"
SOURCES, BASELINE, HASTY = "data/sources.bib", "data/editions/baseline.yml", "data/editions/hasty.yml"
WORDS, TOC, CONFIG = "analysis/departures/words/en/trains.yml", "_toc.yml", "_config.yml"
TRAINS, DRAWING, CHAPTER = "analysis/trains.ipynb", "analysis/departures/figures.py", "chapters/trains.md"
XIAN = "xian-trains-2024-a,freight,trains,Shaanxi/Xi'an,2024,flow,3849"
Change = Callable[[str], str | bytes]


def put(old: str, new: str) -> Change:
    """A text that stands in a file once, replaced."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        return text.replace(old, new)

    return change


def behind(what: str) -> Change:
    return lambda text: text + what


def cell(old: str, new: str) -> Change:
    """A text in the code of a notebook, replaced."""
    return put(json.dumps(old)[1:-1], json.dumps(new)[1:-1])


def first_last(text: str) -> str:
    """The first row of a table behind its last."""
    header, first, *rest = text.splitlines(keepends=True)
    return "".join([header, *rest, first])


# What is edited, how, and what the message says, beginning with its file and line.
TABLE: dict[str, tuple[str, Change, list[str]]] = {
    "a misspelt place": (OBSERVATIONS, put("Shaanxi/Xi'an", "Shaanxi/Xian City"), [":11: place: 'Shaanxi/Xian City'", "begins with, 'xian'", "Mend the one"]),
    "another province": (OBSERVATIONS, put("chongqing-trains-2024-a,freight,trains,Chongqing", "chongqing-trains-2024-a,freight,trains,Henan"), [":10: place: 'Henan'", "'chongqing'"]),
    "another indicator": (OBSERVATIONS, put("china-trains-2020-a,freight,trains,", "china-trains-2020-a,freight,trains_so_far,"), [":5: indicator: 'trains_so_far' is not what the id names, trains", "Mend"]),
    "another year": (OBSERVATIONS, put(XIAN, XIAN.replace(",2024,", ",2025,")), [":11: period: '2025' is not the period in the id, 2024"]),
    "an actual of 2035": (OBSERVATIONS, put(XIAN, XIAN.replace("2024", "2035")), [":11: period: '2035' had not begun when crct2025than was published, 2025-01-22", "is a target, plan or forecast"]),
    "a row in the wrong place": (OBSERVATIONS, first_last, [":16: freight, box_price, china-box-price-2018-rail-a: this row belongs before china-box-price-2018-sea-a (line 2)", "check --fix"]),
    "a range backwards": (OBSERVATIONS, put(",stock,6000,8000,", ",stock,8000,6000,"), [":2: value_high: the range begins at 8000 and ends at 6000", "The lower end stands in value"]),
    "a bound of no such name": (OBSERVATIONS, put(",range,actual,", ",rnage,actual,"), [":2: bound: 'rnage' is not allowed; did you mean range?"]),
    "a row of the panel twice": (PANEL, lambda t: t.replace("Chongqing,2018,population", "Chongqing,2018,gdp", 1).replace("31.63,million", "31.63,billion CNY", 1), [":3: ", "repeats an earlier one"]),
    "a misspelt column": (OBSERVATIONS, put("paraphrase", "paraphrse"), [":1: there is no column 'paraphrase'"]),
    "a decimal comma": (OBSERVATIONS, put(XIAN, XIAN.replace("3849", '"3,849"')), [":11: value: '3,849' is not a number", "Write digits"]),
    "a unit by hand": (OBSERVATIONS, put(XIAN + ",,trains", XIAN + ",,train"), [":11: unit: 'train' is not the unit of trains", "Convert"]),
    "a source that is not there": (OBSERVATIONS, put("yicai2026trains,", "yicai2026train,"), [":9: source_id: 'yicai2026train' is not in sources.bib; did you mean yicai2026trains?", "Mend the key"]),
    "an indicator that is not there": (PANEL, put("Chongqing,2018,gdp", "Chongqing,2018,gpd"), [":2: indicator: 'gpd' is not in indicators.csv", "Mend the name"]),
    "a byte order mark": (PANEL, lambda t: b"\xef\xbb\xbf" + t.encode(), [":1: the file is as a spreadsheet program saves it: it begins with a byte order mark", "check --fix"]),
    "GBK": (INDICATORS, lambda t: t.encode("gbk"), [":2: the file is as a spreadsheet program saves it: it is saved as GBK", "check --fix"]),
    "semicolons": (PANEL, lambda t: t.replace(",", ";"), [":1: the file is as a spreadsheet program saves it: it separates its columns by semicolons", "check --fix"]),
    "marks of a merge in a table": (PANEL, put("Chongqing,2018,gdp", "<<<<<<< HEAD\nChongqing,2018,gdp"), [":2: a conflict of a merge was left", "Keep one of the two versions"]),
    # -- the bibliography
    "no publisher": (SOURCES, put("  publisher = {China News Service},\n", ""), [":1: cns2023europe has no publisher", "Add a line `  publisher = {…},`"]),
    "no date of the calendar": (SOURCES, put("  date = {2023-10-12},", "  date = {12 October 2023},"), [":5: cns2023europe: '12 October 2023' is not a date", "Write 2025"]),
    "a comma lost": (SOURCES, put("  date = {2023-10-12},", "  date = {2023-10-12}"), [":5: cns2023europe: '}' expected here"]),
    "an address without its beginning": (SOURCES, put("url = {http://en.people.cn/n3/2023/1012/c90000-20082714.html}", "url = {en.people.cn/n3}"), [":8: cns2023europe: ", "Give the address"]),
    "a field that is none": (SOURCES, put("  year = {2023},\n  month = {October},\n  url = {http://en.people.cn/n3/2023/1012", "  yaer = {2023},\n  month = {October},\n  url = {http://en.people.cn/n3/2023/1012"), [":6: cns2023europe: there is no field 'yaer'; did you mean year?", "Mend its name"]),
    "a source that nothing uses": (SOURCES, behind("\n@online{zz2024,\n  title = {T},\n  publisher = {P},\n  date = {2024},\n}\n"), ["zz2024: no figure comes from this source", "Add its figure"]),
    # -- YAML
    "a colon in words": (WORDS, put("  city: City", "  city: City: large"), [":40: not valid YAML", "needs quotation marks"]),
    "a digit in words": (WORDS, put("  city: City", "  city: One of 5 cities"), [":40: cities.city: the figure '5' is typed by hand", "# literal: why"]),
    "a figure in words": (WORDS, put("  subtitle: Freight", "  subtitle: Twice as many freight"), [":36: cities.subtitle: the figure 'Twice' is typed by hand", "print a fact"]),
    "a title that is bound to nothing": (WORDS, put("  claim: xian_first\n", ""), [":33: cities.title is bound to nothing", "add `claim: key`"]),
    "no title where the claim fails": (WORDS, put("  otherwise: Xi'an no longer has the most trains of five cities\n", ""), [":33: cities.title is bound to a claim", "add `otherwise:"]),
    "a blank that is not closed": (WORDS, put("  city: City", '  city: "{trains.xian"'), [":40: cities.city has a { that belongs to no blank", "write {name}"]),
    "a chapter misspelt in the toc": (TOC, put("file: trains", "file: trians"), [":7: there is no chapter 'trians' in chapters; did you mean trains", "mend the name"]),
    "a bracket in the toc": (TOC, put("root: index", "root: [index"), [":3: not valid YAML", "bracket"]),
    "an extension lost": (CONFIG, put("      - evident.typst\n", ""), ["the extension evident.typst is not in the list", "add it"]),
    "a title that is none": (CONFIG, put("title: Departures\n", "title: [a]\n"), [":2: title: ['a'] is not of type"]),
    # -- editions
    "a parameter misspelt": (HASTY, put("milestone_year:", "milestone_yaer:"), [":6: analysis/trains.ipynb has no parameter 'milestone_yaer'; did you mean milestone_year?"]),
    "a parameter of another type": (HASTY, put("value: 2026,", "value: soon,"), [":6: milestone_year must be int, but is 'soon'", "mend the value"]),
    "a notebook that is not there": (HASTY, put("trains:\n", "trians:\n"), [":6: there is no notebook 'trians'; there are provinces, trains"]),
    "no reason": (HASTY, put("reason: The same milestone a year earlier, to see whether the total would get there in time.\n", ""), [":1: the edition has no reason", "add `reason: …`"]),
    "an edition of another": (HASTY, put("based_on: baseline", "based_on: basline"), [":3: there is no edition 'basline'; known are baseline"]),
    "an assumption without its reason": (BASELINE, put('many_times: {value: 2.0, reason: "Twice as many is what we call many more; a choice of ours."}', "many_times: 2.0"), [":17: many_times does not say why", "write `many_times: {value: …, reason: …}`"]),
    # -- notebooks
    "another default than the baseline's": (TRAINS, cell("milestone: int = 150000", "milestone: int = 140000"), [", cell parameters: milestone is 140000, and 150000 in data/editions/baseline.yml:11", "write the same in both"]),
    "a helper": (TRAINS, cell("growth = nb.compute(", "growth = (lambda: nb)().compute("), [", cell years: line 1: defines a helper", "move it to the report's package"]),
    "a bare assert": (TRAINS, cell("ratio = nb.compute(", "assert prices\nratio = nb.compute("), [", cell price: line 2: a bare assert", "nb.claim"]),
    "a number without its origin": (TRAINS, cell("xian, *others = cities.values()", "xian, *others = [c.value for c in cities]"), [", cell counts: line 9: .value is a number without its origin", "pass the whole"]),
    "a parameter without its type": (TRAINS, cell("draws: int = 4000", "draws = 4000"), [", cell parameters, line 4: a parameter is an annotated default", "write it as"]),
    "no last line": (TRAINS, put('"nb.close()"', '"print(1)"'), [", cell evidence: the last cell does not close the notebook", "nb.close()"]),
    "a notebook cut off": (TRAINS, lambda t: t[: len(t) // 2], [": not a notebook file", "restore the file"]),
    # -- charts
    "a figure in a label": (DRAWING, put('ax.set_ylabel(words("provinces.outputs.axis"))', 'ax.set_ylabel("99 bcm")'), [":71: the figure '99' is typed by hand into a chart", "# literal: why"]),
    "a figure in an annotation": (DRAWING, put("        ax.invert_yaxis()", '        ax.annotate("35", (0, 0))\n        ax.invert_yaxis()'), [":40: the figure '35' is typed by hand", "take it from what is passed"]),
    "a figure beside what is put in": (DRAWING, put("        ax.invert_yaxis()", '        ax.set_title(f"{row} of 12")\n        ax.invert_yaxis()'), [":40: the figure '12' is typed by hand"]),
    "a figure in words in a chart": (DRAWING, put("        ax.invert_yaxis()", '        ax.text(0, 0, "twice that")\n        ax.invert_yaxis()'), [":40: the figure 'twice' is typed by hand"]),
    "a figure that is named before": (DRAWING, put("        ax.invert_yaxis()", '        note = "up 7 percent"\n        ax.invert_yaxis()'), [":40: the figure '7' is typed by hand"]),
    "a module that is no Python": (DRAWING, put("        ax.invert_yaxis()", "        ax.invert_yaxis("), [": not valid Python", "mend the code"]),
    # -- chapters, and everything else
    "a chapter that is in no part": ("chapters/lost.md", lambda t: "# Lost\n", ["_toc.yml:1: the chapter lost is in no part", "add `- file: lost`, or move chapters/lost.md away"]),
    "marks of a merge in a chapter": (CHAPTER, put("# Trains\n", "# Trains\n\n<<<<<<< HEAD\n"), [":3: this is a mark of a merge", "delete the marks"]),
    "a fence that never ends": (CHAPTER, put("```{exhibit} trains.cities\n```", "```{exhibit} trains.cities"), ["is never closed", "write ```"]),
    "a role without backticks": (CHAPTER, put("had {fact}`trains.yiwu`.", "had {fact} trains.yiwu."), [":11: the role {fact} has no backticks", "write {fact}`…`"]),
    "a role that is not closed": (CHAPTER, put("had {fact}`trains.yiwu`.", "had {fact}`trains.yiwu."), [":11: the role {fact}` is never closed", "write {fact}`…`"]),
    "a chapter in GBK": (CHAPTER, lambda t: t.replace("# Trains\n", "# 中欧班列从西安出发\n").encode("gbk"), [":1: the file is saved as GBK", "save it as UTF-8"]),
    "a character that nobody sees": (CHAPTER, put("Senders pay", "Sen\u200bders pay"), [":3: there is a character that cannot be seen", "delete it"]),
    "marks of a merge in a README": ("README.md", behind("<<<<<<< HEAD\n"), ["a conflict of a merge was left", "keep one of the two versions"]),
    "marks of a merge in a module": ("analysis/departures/models.py", behind("\n>>>>>>> other\n"), ["a conflict of a merge was left"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small report, which the cases edit and mend again."""
    root = tmp_path_factory.mktemp("mistakes") / "report"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
    return root


@pytest.fixture(autouse=True)
def _at_home(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENT_ROOT", str(report))
    forget()


def said() -> list[str]:
    """What the check says, as the command does."""
    errors = soundness.errors(source_rule.of_all_chapters())
    return errors or list(soundness.habits()) or list(soundness.unfinished())


def test_the_small_report_has_no_mistake() -> None:
    assert said() == []


@pytest.mark.parametrize(("file", "change", "words"), TABLE.values(), ids=TABLE)
def test_a_mistake_is_told_with_file_line_and_remedy(
    report: Path, file: str, change: Change, words: list[str]
) -> None:
    path = report / file
    sound = path.read_text("utf8") if path.exists() else None
    damaged = change(sound or "")
    path.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode())
    forget()
    try:
        (line,) = said()
    finally:
        if sound is None:
            path.unlink()
        else:
            path.write_text(sound, "utf8")
    assert line.startswith((file, "_toc.yml"))
    assert "\n" not in line
    where, *rest = words
    assert where in line
    for word in rest:
        assert word in line, line


def test_an_error_of_the_check_is_an_error_of_the_build(small: Copy) -> None:
    """Also one in an edition that is not built, and one that only the drawing would show."""
    with (
        small.edited(HASTY, "milestone_year:", "milestone_yaer:"),
        small.edited(DRAWING, 'ax.set_ylabel(words("provinces.outputs.axis"))', 'ax.set_ylabel("99 bcm")'),
    ):
        checked, built = small.fails("check"), small.fails("build")
    told = [line for line in checked.splitlines() if line.startswith(("data/", "analysis/"))]
    assert [line.partition(":")[0] for line in told] == [HASTY, DRAWING]
    assert all(line in built for line in told)
    small.build("--html")  # what was mended is looked at again


def test_each_kind_of_file_has_five_mistakes_at_least() -> None:
    """What is listed is what an author edits: the table of the guide is made from it."""
    files = [file for file, _, _ in TABLE.values()]
    kinds = {
        "tables": files.count(OBSERVATIONS) + files.count(PANEL) + files.count(INDICATORS),
        "bibliography": files.count(SOURCES),
        "words and contents": files.count(WORDS) + files.count(TOC) + files.count(CONFIG),
        "editions": files.count(HASTY) + files.count(BASELINE),
        "notebooks": files.count(TRAINS),
        "charts": files.count(DRAWING),
        "chapters": sum(file.startswith("chapters/") for file in files),
    }
    assert min(kinds.values()) >= 5, kinds


def test_every_text_file_is_looked_into_and_nothing_that_was_built_or_hides(report: Path) -> None:
    marked = {
        name: report / name for name in ("Makefile", ".github/a.yml", "_build/a.md", ".venv/a.py", "a.png")
    }
    for path in marked.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a\n<<<<<<< HEAD\n", "utf8")
    try:
        found = said()
    finally:
        for path in marked.values():
            path.unlink()
    assert [line.partition(": ")[0] for line in found] == [".github/a.yml:2", "Makefile:2"]
