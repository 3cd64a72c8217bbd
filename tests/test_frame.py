"""The frame of a page: the strata, the style sheet that is cut to what is used, the faces that stand in for ours, and
the page as it comes: one style sheet, no script in its way."""

import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from evident.book import strata, style, trimmed
from evident.look import stand_ins
from evident.look.fonts import FACES

# -- strata


def test_a_line_of_strata_runs_where_its_two_waves_are() -> None:
    (line,) = strata.strata(1)
    points = line.removeprefix("M").split("L")
    assert len(points) == 25
    # At the left edge both sines are nought; the only line lies at the top of the band and swings by 22.
    assert points[0] == "0 12"
    # In the middle: 12 + 22 (sin 2.73 + 0.45 sin 6.89) = 12 + 22 (0.4001 + 0.45 · 0.5703)
    assert points[12] == "500 26.4"
    assert points[24].startswith("1000 ")


def test_lines_of_strata_lie_below_one_another_and_do_not_meet() -> None:
    heights = [[float(p.split()[1]) for p in line[1:].split("L")] for line in strata.strata(17, 1.7)]
    for above, below in pairwise(heights):
        assert all(a < b for a, b in zip(above, below, strict=True))


# -- what is cut


def css(text: str, tmp_path: Path, *names: str, others: str = "") -> str:
    return trimmed.written(trimmed.trimmed(trimmed.rules_of(text, tmp_path), set(names)), others)


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("a.b", {"a", ".b"}),
        ("#c > .d:hover::before", {"#c", ".d"}),
        ('input[type="text"]', {"input", "[type"}),
        ("li:not(.gone) a", {"li", "a"}),
        (":is(.x, .y) p", {"p"}),
        ("*", set()),
        (":root", set()),
        ("html[data-theme=dark] .e", {"html", "[data-theme", ".e"}),
    ],
)
def test_a_selector_asks_for_these_names(selector: str, names: set[str], tmp_path: Path) -> None:
    ((_, selectors, _),) = trimmed.rules_of(f"{selector} {{ color: red }}", tmp_path)
    assert selectors == [[selector, sorted(names)]]


def test_a_rule_stays_with_those_of_its_selectors_that_could_match(tmp_path: Path) -> None:
    given = "a, .gone a, .here { color: red; margin: 0 !important } .gone { top: 0 }"
    assert css(given, tmp_path, "a", ".here") == "a,.here{color:red;margin:0!important}\n"


def test_groups_stay_with_what_is_left_in_them(tmp_path: Path) -> None:
    given = "@media print { .gone { top: 0 } p { top: 1px } } @media screen { .gone { top: 0 } }"
    assert css(given, tmp_path, "p") == "@media print{p{top:1px}\n}\n"


def test_variables_and_animations_stay_where_they_are_asked_for(tmp_path: Path) -> None:
    given = (
        ":root { --one: 1; --two: var(--three); --three: 3; --four: var(--five); --five: 5 }"
        "p { top: var(--two); animation: turn 1s } @keyframes turn { to { top: 0 } } @keyframes rest { to { top: 0 } }"
        "@font-face { font-family: gone }"
    )
    kept = css(given, tmp_path, "p", others="b { top: var(--one) }")
    assert ":root{--one:1;--two:var(--three);--three:3}" in kept
    assert "@keyframes turn" in kept
    assert "rest" not in kept
    assert "gone" not in kept


def test_names_are_found_in_pages_and_in_the_words_of_scripts() -> None:
    page = b'<p class="a b" id="c"><INPUT type="text" disabled>'
    assert trimmed.names_in_page(page) == {"p", "input", ".a", ".b", "#c", "[class", "[id", "[type"}
    assert {".shown", "button", "#go"} <= trimmed.names_in_script(b'make("button").className = "shown go"')


def test_a_style_sheet_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = trimmed.rules_of("p { top: 0 }", tmp_path)
    monkeypatch.setattr(trimmed.tinycss2, "parse_stylesheet", lambda *_, **__: pytest.fail("read again"))
    assert trimmed.rules_of("p { top: 0 }", tmp_path) == first == [["rule", [["p", ["p"]]], [["top", "0"]]]]


# -- stand-ins


class Table:
    """A table of a font of two letters' widths."""

    def __init__(self, **values: object) -> None:
        self.__dict__ |= values


def test_the_mean_width_of_letters_is_weighted_by_how_often_they_come() -> None:
    widths = {f"g{ord(letter)}": (0, 0) for letter in stand_ins._OFTEN} | {"g101": (1000, 0), "g32": (500, 0)}

    class Font(dict[str, object]):
        def getBestCmap(self) -> dict[int, str]:  # the name is fontTools'
            return {ord(letter): f"g{ord(letter)}" for letter in stand_ins._OFTEN}

    font = Font(hmtx=widths, head=Table(unitsPerEm=1000))
    # Only e (8.83 of a hundred) and the space (18.43, half as wide) have a width.
    counted = sum(stand_ins._OFTEN.values())
    assert 97 < counted < 100
    assert stand_ins.mean_width(font) == pytest.approx((8.83 + 18.43 / 2) / counted)


def test_a_stand_in_is_as_wide_and_as_high_as_ours() -> None:
    rules = {
        re.search(r'"(.*?)"; font-weight: (\d+); font-style: (\w+)', r).groups(): r
        for r in stand_ins.rules().splitlines()
    }  # type: ignore[union-attr]
    assert len(rules) == sum(bool(face.axes) for face in FACES)
    rule = dict(
        part.split(": ")
        for part in rules["Loess Sans Stand-In", "400", "normal"].strip("}; ").split("; ")
        if "adjust" in part or "override" in part
    )
    face = next(
        face for face in FACES if (face.family, face.weight, face.italic) == ("Loess Sans", 400, False)
    )
    with TTFont(face.path) as font:
        ours, (up, down, _) = stand_ins.mean_width(font), stand_ins.heights(font)
    stretched = float(rule["size-adjust"].rstrip("%")) / 100
    assert stretched * 0.4431 == pytest.approx(
        0.996 * ours, abs=1e-3
    )  # the width of Arial's letters, and our kerning
    assert float(rule["ascent-override"].rstrip("%")) / 100 * stretched == pytest.approx(up, abs=1e-3)
    assert float(rule["descent-override"].rstrip("%")) / 100 * stretched == pytest.approx(down, abs=1e-3)


# -- pages as they come


class Head(HTMLParser):
    """The style sheets and scripts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self._unscripted = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._unscripted |= tag == "noscript"
        if tag == "link" and told.get("rel") == "stylesheet" and not self._unscripted:
            self.sheets.append(str(told["href"]))
        if tag == "script" and told.get("type") != "application/json":
            self.scripts.append(told)

    def handle_endtag(self, tag: str) -> None:
        self._unscripted &= tag != "noscript"


def pages(book: Path) -> Iterator[tuple[str, str]]:
    for page in sorted(book.rglob("*.html")):
        if page.name != "404.html" and page.parent.name != "embed":  # those have heads of their own
            yield page.relative_to(book).as_posix(), page.read_text("utf8")


def test_a_page_waits_for_one_style_sheet_and_for_no_script(built_book: Path) -> None:
    for name, page in pages(built_book):
        head = Head(page)
        of = "zh/" if name.startswith("zh/") else ""  # a translation has its own sheet
        version = sha256((built_book / of / style.STYLE).read_bytes()).hexdigest()[:10]
        up = "../" * name.removeprefix(of).count("/")
        assert head.sheets == [f"{up}_static/book.css?v={version}"], name
        inline, *files = head.scripts
        assert "src" not in inline, name
        assert all("defer" in script and "src" in script for script in files), name
        assert not any("sphinx-book-theme" in str(s["src"]) or "bootstrap" in str(s["src"]) for s in files), (
            name
        )


def test_nothing_of_the_themes_below_is_left_in_the_book(built_book: Path) -> None:
    static = built_book / "_static"
    assert not (static / "scripts").exists()
    assert not (static / "styles").exists()
    assert sorted(path.name for path in static.rglob("*.css")) == ["book.css", "no-scripts.css"]
    sheet = (built_book / style.STYLE).read_text("utf8")
    # The book's own parts have grown with it (search, catalogue, cards of the landing page, charts that answer); what is
    # not ours to grow is the rest: the faces, the colours, and what is used of the themes below.
    assert (
        len(re.sub(r'url\("data:[^"]*"\)', "", sheet)) - len(style.styles()) < 95_000
    )  # but for the faces of the text
    assert len(re.findall(r'url\("data:font/woff2', sheet)) == 3
    assert len(style.styles()) < 60_000
    # Whatever the style sheet names lies there.
    for address in re.findall(r'url\(["\']?(?!["\']?data:)([^"\')]+)', sheet):
        assert (static / address).is_file(), address


def test_a_page_has_its_chinese_in_a_file_of_its_own(built_book: Path) -> None:
    sheet = (built_book / style.STYLE).read_text("utf8")
    owned = dict(re.findall(r'^\[data-page="([^"]+)"\] \{\n([^}]+)\}', sheet, re.MULTILINE))
    assert {"glossary", "evidence-mining", "cooperation"} <= owned.keys()
    assert not {"index", "provinces/shanxi"} & owned.keys()  # of none, and of what forty pages show
    files = dict(re.findall(r'font-family: "(Noto [^"]+)"[^}]*?url\("fonts/([^"]+)"', sheet))
    assert not any(page.startswith("embed/") for page in owned)
    for page, stacks in owned.items():
        assert f'"Noto Sans SC {page}", "Noto Sans SC", sans-serif' in stacks, page
        assert f'data-page="{page}"' in (built_book / f"{page}.html").read_text("utf8")
        assert (built_book / "_static/fonts" / files[f"Noto Sans SC {page}"]).is_file()


def test_no_page_says_its_title_twice(built_book: Path) -> None:
    titles = {name: re.search(r"<title>(.*?)</title>", page)[1] for name, page in pages(built_book)}  # type: ignore[index]
    assert titles["index.html"] == "Shanxi in Transition"
    for name, title in titles.items():
        parts = title.split(" — ")
        assert len(set(parts)) == len(parts), name
