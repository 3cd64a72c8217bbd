"""A report in two languages: what is missing, stale or says otherwise is refused with file and line; both are printed.

On a copy of the small report, whose messages get the mark 译 before them: what is tested is not the translation.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel.messages.pofile import read_po

from evident.run import pipeline
from evident.text import catalogues
from tests.conftest import Copy

LANGUAGE = "zh_CN"
TITLE = "班列从哪里出发"
CATALOGUES = f"chapters/locale/{LANGUAGE}/LC_MESSAGES"


def translate(copy: Copy) -> None:
    """Give every message that has none the mark of a translation."""
    for file in sorted((copy.root / CATALOGUES).glob("*.po")):
        catalogue = catalogues.read(file, LANGUAGE)
        for message in catalogue:
            if message.id and not message.string:
                text = re.sub(r"\b\d{1,2} (June) (\d{4})", r"\g<2>年6月", str(message.id))
                message.string = f"{text}译" if text.startswith("{fact}") else f"译{text}"
                message.flags.discard("fuzzy")
        catalogues.write(file, catalogue, LANGUAGE, file.stem)


@contextmanager
def kept(copy: Copy) -> Iterator[None]:
    """The catalogues, put back as they were."""
    files = {file: file.read_bytes() for file in (copy.root / CATALOGUES).glob("*.po")}
    try:
        yield
    finally:
        for file, content in files.items():
            file.write_bytes(content)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Copy:
    """A copy of the small report that is translated and built."""
    copy = Copy.of_small_report(tmp_path_factory.mktemp("spoken"), shop)
    named = 'dataset = "departures-data"'
    project = copy.root / "pyproject.toml"
    project.write_text(
        project.read_text("utf8").replace(named, f'{named}\ntranslations = {{{LANGUAGE} = "{TITLE}"}}'),
        "utf8",
    )
    words = copy.root / "analysis/departures/words"
    (words / "zh").mkdir()
    for file in (words / "en").glob("*.yml"):
        (words / "zh" / file.name).write_text(file.read_text("utf8"), "utf8")
    done = copy.evident("translate")
    assert done.returncode == 0, done.stdout + done.stderr
    translate(copy)
    copy.build()
    return copy


def test_both_are_printed_side_by_side(spoken: Copy) -> None:
    html = spoken.root / "_build/baseline/html"
    english, chinese = ((html / way / "trains.html").read_text("utf8") for way in ("", "zh"))
    assert '<html lang="en"' in english
    assert '<html lang="zh-CN"' in chinese
    assert "译Trains" in chinese
    assert "译" not in re.sub(r"<[^>]*>", "", english)
    # The same places have the same names.
    places = re.compile(r'<section id="([^"]*)"')
    assert places.findall(english) == places.findall(chinese) != []
    assert (spoken.root / "_build/baseline/departures-zh.pdf").read_bytes()[:5] == b"%PDF-"


def test_each_leads_to_the_same_page_of_the_other(spoken: Copy) -> None:
    html = spoken.root / "_build/baseline/html"
    for page in ("index", "trains", "evidence-trains", "search"):
        english, chinese = ((html / way / f"{page}.html").read_text("utf8") for way in ("", "zh"))
        assert f'href="./zh/{page}.html" hreflang="zh-CN"' in english
        assert f'href="./../{page}.html" hreflang="en"' in chinese
        for text, own in ((english, "en"), (chinese, "zh-CN")):
            assert f'<link rel="alternate" hreflang="{own}" href="./{page}.html">' in text
            assert text.count('rel="alternate" hreflang=') == 3  # with x-default


def test_numbers_are_printed_as_the_language_prints_them(spoken: Copy) -> None:
    chinese = (spoken.root / "_build/baseline/html/zh/trains.html").read_text("utf8")
    assert "约19392" in chinese  # English has "about 19,392"


def test_how_much_is_translated(spoken: Copy) -> None:
    done = spoken.evident("translate", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"zh_CN: (\d+) of (\d+) messages are translated", done.stdout)
    assert told
    assert told[1] == told[2] != "0"


def test_a_paragraph_that_changed_is_stale(spoken: Copy) -> None:
    with (
        spoken.edited("chapters/trains.md", "Senders pay\nfor time.", "Senders pay\ndearly for time."),
        kept(spoken),
    ):
        said = spoken.fails("build", "--html")
        assert re.search(r"chapters/trains\.md:3: .* is stale: it was made of “\{claim\}`A box", said), said
        assert f"{CATALOGUES}/trains.po" in said
        done = spoken.evident("translate", "--check")
        assert done.returncode == 1
        assert re.search(r"trains +\d+ of +\d+ +\d+%  1 stale", done.stdout), done.stdout
        with (spoken.root / CATALOGUES / "trains.po").open("rb") as content:
            (stale,) = (message for message in read_po(content) if message.fuzzy)
        assert "dearly" in stale.id
        assert "#| msgid" in (spoken.root / CATALOGUES / "trains.po").read_text("utf8")  # what it was
        assert "is stale" in spoken.fails("build", "--html")  # nobody prints what is only near


def test_a_fact_that_a_translation_drops_is_refused(spoken: Copy) -> None:
    dropped = '"译In 2024 the railways counted {fact}`trains.trains_2024`'
    with spoken.edited(
        f"{CATALOGUES}/trains.po", dropped, dropped.replace("{fact}`trains.trains_2024`", "许多")
    ):
        said = spoken.fails("build", "--html")
        assert re.search(r"chapters/trains\.md:8: .*trains\.po lacks fact trains\.trains_2024", said), said


def test_a_figure_that_a_translator_types_is_refused(spoken: Copy) -> None:
    with spoken.edited(f"{CATALOGUES}/trains.po", '"译Trains"', '"译Trains 850"'):
        assert re.search(
            r"chapters/trains\.md:1: .*has the figure '850' typed by hand", spoken.fails("build", "--html")
        )


def test_a_note_that_is_not_translated_is_refused(spoken: Copy) -> None:
    with spoken.edited(f"{CATALOGUES}/_sentences.po", 'msgstr "译At year end"', 'msgstr ""'):
        assert "“At year end” has no translation into zh_CN" in spoken.fails("build", "--html")


def test_a_language_that_the_report_has_not(spoken: Copy) -> None:
    done = spoken.evident("translate", "fr")
    assert done.returncode == 2
    assert "the report is not translated into fr" in done.stdout


def test_a_draft_prints_what_is_missing_and_marks_it(spoken: Copy) -> None:
    with spoken.edited(f"{CATALOGUES}/trains.po", 'msgstr "译Trains"', 'msgstr ""'):
        assert "is missing; run `evident translate`" in spoken.fails("build", "--html")
        spoken.build("--html", "--draft")
        assert re.search(r'<h1 class="untranslated">.*?Trains', spoken.html("zh/trains"))
    spoken.build("--html")
    assert "untranslated" not in spoken.html("zh/trains")


def test_an_author_may_build_the_own_language_alone(spoken: Copy) -> None:
    with spoken.tried():
        spoken.build("--html", "--untranslated")
        assert not spoken.file("html/zh").exists()
        assert "hreflang" not in spoken.html("trains")
