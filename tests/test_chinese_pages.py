"""The Chinese pages in a real browser: where their lines end, whose faces they show, what they weigh without ours.

Needs Chromium; without one the tests are skipped and say so.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from evident.look.fonts import FACES
from tests.conftest import CHROMIUM

# Signs that end something, and marks behind words: neither begins a line. Pairs of the sign and what stands before it.
BEGUN = """() => {
    const ends = /[。，、；：？！）》〉」』】”’…％✓✗◇]/;
    const found = [];
    const blocks = "article :is(p, li, dd, dt, h1, h2, h3, td, th, figcaption)";
    for (const block of document.querySelectorAll(blocks)) {
        if (!block.checkVisibility() || block.querySelector(":scope > :is(p, ul, ol, table, div)")) continue;
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        let before = null;
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const parent = node.parentElement;
            const formula = parent.closest("math");
            if (formula) before = null;  // behind a formula Chromium may end a line, whatever follows
            if (formula || parent.closest("svg, .fact-note, button, .headerlink")) continue;
            const size = parseFloat(getComputedStyle(parent).fontSize);
            for (let at = 0; at < node.length; at++) {
                if (/\\s/.test(node.data[at])) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const box = range.getClientRects()[0];
                if (!box) continue;
                const isBegun = before && box.left < before.box.left && box.top > before.box.top + size * 0.8;
                if (isBegun && ends.test(node.data[at])) found.push(before.text + node.data[at]);
                before = { box, text: node.data.slice(Math.max(0, at - 8), at + 1) };
            }
        }
    }
    return found;
}"""
PAGES = (
    "index",
    "summary",
    "mining",
    "renewables",
    "cooperation",
    "outlook",
    "provinces/shanxi",
    "methods",
    "glossary",
)


@pytest.fixture(scope="module")
def chinese(built_book: Path) -> Path:
    """The Chinese pages."""
    if not (built_book / "zh/index.html").exists():
        pytest.skip("the book is not built in Chinese")
    return built_book / "zh"


@pytest.mark.parametrize("width", [1280, 390])
def test_no_line_begins_with_what_ends_a_word(browser, address: str, chinese: Path, width: int) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    begun = {}
    for name in PAGES:
        page.goto(f"{address}/zh/{name}.html")
        page.evaluate("document.fonts.ready.then(() => null)")
        if found := page.evaluate(BEGUN):
            begun[name] = found
    # Where a line may end anywhere it is seen that it would be found, of a sign and of a mark.
    page.goto(f"{address}/zh/mining.html")
    page.evaluate("document.body.style.lineBreak = 'anywhere'")
    loose = page.evaluate(BEGUN)
    context.close()
    assert any(pair[-1] in "。，、" for pair in loose), loose
    assert begun == {}


def test_a_mark_is_not_torn_from_its_word(browser, address: str, chinese: Path) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(f"{address}/zh/mining.html")
    # Whatever the width, the mark and the stop behind it stand in the line of the word before them.
    torn = page.evaluate(
        """() => {
            const mark = document.querySelector("article p a.claim-mark");
            const text = mark.closest("p");
            const found = [];
            for (let width = 120; width < 420; width += 3) {
                text.style.width = `${width}px`;
                const range = document.createRange();
                const before = mark.previousSibling;
                range.setStart(before, before.length - 1);
                range.setEnd(before, before.length);
                const [word, sign] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
                if (sign.left < word.left) found.push(width);
            }
            return found;
        }"""
    )
    page.close()
    assert torn == []


def system_faces(folder: Path) -> None:
    """Faces as a system has them: ours under the names of those."""
    folder.mkdir(parents=True)
    for face in (face for face in FACES if not face.axes):
        font = TTFont(face.path)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = record.toUnicode().replace(" SC", " CJK SC").replace("SC-", "CJKsc-")
        font.save(folder / face.file)


@pytest.mark.parametrize("has_own", [False, True], ids=["without faces", "with faces of the system"])
def test_who_has_chinese_faces_fetches_none(
    browser: Any, address: str, chinese: Path, tmp_path: Path, *, has_own: bool
) -> None:
    if has_own:
        system_faces(tmp_path / "fonts")
    launched = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu"],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    page = launched.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index", "mining", "provinces/shanxi", "references"):
        page.goto(f"{address}/zh/{name}.html", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => null)")
        page.wait_for_load_state("networkidle")
    launched.close()
    ours = [url for url in asked if "/fonts/Noto" in url]
    if has_own:
        assert ours == []
    else:
        families = {url.rpartition("/")[2].partition("-")[0] for url in ours}
        assert families == {"NotoSerifSC", "NotoSansSC"}
    assert all(url.startswith((address, "data:")) for url in asked)
