"""Tables and charts as readers see them, on a phone and on a wide page: no column out of sight, no words on one another.

Belongs here: what has to be measured in a browser over all tables and charts of the built book, and which tables become
rows of cards. Does not: the frame of a page (`test_frame_browser.py`), what a chart draws (`test_drawn.py`).

Needs Chromium; without one the tests of the book are skipped and say so.
"""

from pathlib import Path
from typing import Any

import pytest
from docutils import nodes

from evident.book import stacked

# Words of a drawing by what can be seen of them: a box of text has room above and below its letters.
CHARTS = """() => {
    const said = [];
    for (const svg of document.querySelectorAll('.chart svg')) {
        const frame = svg.getBoundingClientRect(), key = svg.closest('figure, body').id;
        if (!frame.width) continue;
        const words = [...svg.querySelectorAll('text')].filter(e => e.textContent.trim()).map(e => {
            const box = e.getBoundingClientRect(), spare = box.height / 5;
            return {
                text: e.textContent, left: box.left + 1, right: box.right - 1,
                top: box.top + spare, bottom: box.bottom - spare
            };
        });
        words.forEach((a, number) => {
            if (a.left < frame.left - 3 || a.right > frame.right + 3) said.push(`${key}: ${a.text} is cut`);
            for (const b of words.slice(number + 1)) {
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                const twice = a.text === b.text && Math.abs(a.left - b.left) < 1;
                if (across > 0 && down > 0 && !twice) said.push(`${key}: ${a.text} lies on ${b.text}`);
            }
        });
    }
    return said;
}"""
TABLES = """() => {
    const said = [], page = document.documentElement.clientWidth;
    for (const table of document.querySelectorAll('main table')) {
        if (!table.getClientRects().length || table.closest('details:not([open])')) continue;
        const cells = [...table.querySelectorAll('td, th')].map(e => e.getBoundingClientRect());
        const beyond = cells.filter(box => box.right > page + 1).length;
        const frame = table.parentElement, hint = frame.nextElementSibling;
        const told = hint && hint.matches('.scroll-hint') && hint.getClientRects().length;
        if (beyond && !told) said.push(`${table.id || table.className}: ${beyond} cells are out of sight`);
    }
    return said;
}"""


def looked_at(browser: Any, book: Path, width: int, *looks: str) -> list[str]:
    """What is found on each page with a table or a chart, as it stands before a script runs."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.route("**/*.js*", lambda route: route.abort())
    said = []
    for file in sorted([*book.glob("*.html"), *book.glob("provinces/*.html")]):
        text = file.read_text("utf8")
        if "<table" in text or 'class="chart"' in text:
            page.goto(file.as_uri(), wait_until="load")
            page.evaluate("document.fonts.ready.then(() => null)")
            said += [f"{file.name}: {problem}" for look in looks for problem in page.evaluate(look)]
    page.context.close()
    return said


def test_on_a_phone_no_column_is_out_of_sight_and_no_words_lie_on_others(browser, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    assert looked_at(browser, built_book, 390, TABLES, CHARTS) == []


def test_on_a_wide_page_no_words_of_a_chart_lie_on_others(browser, built_book: Path) -> None:  # type: ignore[no-untyped-def]
    assert looked_at(browser, built_book, 1280, TABLES, CHARTS) == []


def test_words_on_others_and_columns_out_of_sight_are_noticed(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.html").write_text(
        '<body id="a"><main><div class="chart"><svg width="200" height="60" style="font: 10px sans-serif">'
        '<text x="10" y="20">all</text><text x="14" y="24">from coal</text><text x="10" y="50">apart</text>'
        '<text x="190" y="50">beyond the edge</text></svg></div>'
        '<div><table id="t"><tr><td>seen</td><td style="padding-left: 500px">not</td></tr></table></div>'
        '<p class="nothing">Not a hint.</p></main></body>'
    )
    assert looked_at(browser, tmp_path, 390, TABLES, CHARTS) == [
        "a.html: t: 1 cells are out of sight",
        "a.html: a: all lies on from coal",
        "a.html: a: beyond the edge is cut",
    ]


# -- which tables are wide


def table(*rows: tuple[str, ...]) -> nodes.table:
    """A table of plain words; the first row is its head."""

    def made(cells: tuple[str, ...]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in cells))

    head, *body = map(made, rows)
    group = nodes.tgroup("", nodes.thead("", head), nodes.tbody("", *body), cols=len(rows[0]))
    return nodes.table("", group)


@pytest.mark.parametrize(
    ("rows", "wide"),
    [
        # Two columns of 5 and 4 letters: 9 · 8.8 + 2 · 16 = 111 pixels.
        ([("Pace", "Goal"), ("over a year", "none")], False),
        # Cells break at spaces, so that long ones are not wide.
        ([("Pace", "Goal"), ("a b c d e f g h i j k l m n o p q r s t u v w", "none")], False),
        # 6 columns of 5 letters: 30 · 8.8 + 6 · 16 = 360.
        ([("Place",) * 6, ("a",) * 6], True),
        ([("Place",) * 5, ("a",) * 5], False),
        # One of 40 letters: 352 + 16, and one beside it.
        ([("a" * 40, "b"), ("c", "d")], True),
        # One column is what it is, and so is a table of uneven rows.
        ([("a" * 60,), ("b",)], False),
        ([("a" * 60, "b"), ("c",)], False),
    ],
)
def test_a_table_is_wide_by_the_longest_words_of_its_columns(rows: list[tuple[str, ...]], wide: bool) -> None:
    assert stacked.is_wide(table(*rows)) is wide


def test_a_verdict_is_not_broken_and_a_cell_over_two_columns_leaves_a_table_as_it_is() -> None:
    # "cannot be told" has 14 characters: (14 + 3 · 5) · 8.8 + 4 · 16 = 319; twice that word, 398.
    names = ("a" * 5,) * 3
    made = table(("Verdict", *names), ("", *names))
    for cells, wide in ((1, False), (2, True)):
        for cell in list(made.findall(nodes.entry))[4 : 4 + cells]:
            cell[0].children = [nodes.inline("", "cannot be told", classes=["verdict"])]
        assert stacked.is_wide(made) is wide
    next(iter(made.findall(nodes.entry)))["morecols"] = 1
    assert stacked.is_wide(made) is False
