"""Drawings in pages are shorter than matplotlib writes them, and look the same."""

import re

from evident.book.font_shares import EVERYWHERE, GROUP, SEVERAL, in_groups, shared_out
from evident.book.slimmed import slimmed

DRAWN = """<svg class="chart-wide" viewBox="0 0 10 5">
 <defs>
  <clipPath id="a-clip"><rect x="1.00049" y="2" width="3.14159" height="4"/></clipPath>
  <path id="a-mark" d="M 0 1.5
L 1.25 0
" fill="none"/>
 </defs>
 <!-- a comment -->
 <g id="a-figure_1">
  <g id="a-patch_1">
   <path d="M 0 0 L 1 1 z
" fill="none"/>
  </g>
  <g id="a-line2d_1">
   <path d="M 56.701179 304.68376
L 56.701179 -0.001
" clip-path="url(#a-clip)" fill="none" stroke="#000000"/>
  </g>
  <g id="a-line2d_2"/>
  <g stroke="#111111"><path d="M 1 2" fill="none"/></g>
  <use xlink:href="#a-mark" x="2.005" y="3.999"/>
  <g id="a-text_1">
   <text font-family="'Loess Sans'" font-size="9px" x="1" y="2" transform="rotate(-0 56.7 317.4)">1 > 0 and  two</text>
   <text transform="rotate(-90 1.23456 2)">up</text>
   <text transform="translate(1 2) scale(0.123456 -0.1)">small</text>
  </g>
 </g>
</svg>"""


def test_what_a_page_needs_of_a_drawing() -> None:
    assert slimmed(DRAWN, {"a-text_1"}) == (
        '<svg class="chart-wide" viewBox="0 0 10 5"><defs><clipPath id="a-clip">'
        '<rect x="1" y="2" width="3.14" height="4"/></clipPath><path id="a-mark" d="M0 1.5L1.25 0" fill="none"/></defs>'
        '<path d="M56.7 304.68L56.7 0" clip-path="url(#a-clip)" fill="none" stroke="#000000"/>'
        '<g stroke="#111111"><path d="M1 2" fill="none"/></g><use xlink:href="#a-mark" x="2" y="4"/>'
        '<g id="a-text_1"><text font-size="9px" x="1" y="2">1 > 0 and  two</text>'
        '<text transform="rotate(-90 1.23 2)">up</text>'
        '<text transform="translate(1 2) scale(0.123456 -0.1)">small</text></g></svg>'
    )
    # A group that no script asks for has no name, and with it goes the group.
    assert "a-text_1" not in slimmed(DRAWN)
    assert len(re.findall("<g", slimmed(DRAWN))) == len(re.findall("</g>", slimmed(DRAWN))) == 1


def test_characters_go_where_they_are_shown() -> None:
    pages = {f"place{number}": "山西" for number in range(EVERYWHERE)}
    pages |= {f"chapter{number}": "煤山" for number in range(SEVERAL)} | {"list": "氢煤", "plain": ""}
    shares = shared_out(pages, "注", "注录")
    assert [set(text) for text in shares.shared[:4]] == [set("山西"), set("山西煤"), {"注"}, set("注录")]
    assert set(shares.shared[4]) == set("山西煤氢")  # whatever a script shows where no page does
    assert set(shares.own) == {"list", *(f"chapter{number}" for number in range(SEVERAL))}
    assert set(shares.own["list"]) == set("氢煤")  # all that it shows, so that it fetches one file


def test_pages_of_a_chinese_book_share_all_files() -> None:
    often, seldom = "山西煤，“", [chr(0x4E00 + number) for number in range(GROUP + 2)]
    pages = {f"page{number:02}": often for number in range(EVERYWHERE)}
    pages["page00"] += "".join(seldom) + "◇"
    pages["page01"] += seldom[-1]
    shares = in_groups(pages, "注山", "录")
    assert shares.own == {}
    signs, common, first, second = shares.shared
    assert signs == "◇"  # no hanzi come with it
    assert set(common) == set(often)  # a quotation mark is one of Chinese too
    # By the number of pages, then by their names: what two pages show, what one does, what is hidden.
    assert first == seldom[-1] + "".join(seldom[: GROUP - 1])
    assert set(second) == {seldom[-3], seldom[-2], "注", "录"}
