"""The font files: names by which all three outputs find them, what they can print, subsets for the web."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from evident import paths
from evident.book import font_stacks
from evident.look import fonts, identity, stand_ins
from evident.look.fonts import FACES, Face

SHAPES = "▲▼●○◆◇■□←↑→↓−×÷±≈≤≥€₂²³µ\u00a0\u2009\u202f–—‘’“”…āēīōūǎǐǒ"


def name(face: Face) -> str:
    return face.file


@pytest.mark.parametrize("face", FACES, ids=name)
def test_name_weight_and_slant(face: Face) -> None:
    font = TTFont(face.path)
    said = font["name"].getDebugName
    assert (said(16), said(17)) == (face.family, face.style)
    assert font["OS/2"].usWeightClass == face.weight
    assert bool(font["OS/2"].fsSelection & 1) is face.italic
    assert bool(font["head"].macStyle & 1) is (face.weight == 700)
    assert "fvar" not in font


@pytest.mark.parametrize("face", FACES, ids=name)
def test_size(face: Face) -> None:
    assert face.path.stat().st_size < 2_000_000


def test_matplotlib_and_typst_find_each_face() -> None:
    for face in FACES:
        font_manager.fontManager.addfont(face.path)
        wanted = font_manager.FontProperties(
            family=face.family, weight=face.weight, style="italic" if face.italic else "normal"
        )
        assert Path(font_manager.findfont(wanted, fallback_to_default=False)).name == face.file
    seen = {
        (Path(f.path).name, f.family, f.weight, f.style == "italic")
        for f in typst.Fonts(include_system_fonts=False, font_paths=[str(paths.FONTS)]).fonts()
        if f.path
    }
    assert seen == {(f.file, f.family, f.weight, f.italic) for f in FACES}


def test_no_file_without_a_face() -> None:
    assert {p.name for p in paths.FONTS.glob("*.[ot]tf")} == {f.file for f in FACES}


def test_licence_names_every_family() -> None:
    licence = (paths.FONTS / "OFL.txt").read_text("utf8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for face in FACES:
        assert re.search(rf"^{face.family}(, cut from [\w ]+)?:\nCopyright", licence, re.MULTILINE), (
            face.family
        )


def test_common_hanzi() -> None:
    # GB 2312 level 1: rows 16 to 54 full (39 × 94 = 3,666), 89 in row 55: 3,755; from 啊 to 座.
    hanzi = fonts.common_hanzi()
    assert len(hanzi) == 3755
    assert {"啊", "座"} <= hanzi
    assert "亍" not in hanzi  # the first of level 2


@pytest.mark.parametrize("stack", [identity.SERIF, identity.SANS])
def test_shapes_data_and_common_hanzi_can_be_printed(stack: tuple[str, ...]) -> None:
    files = [*paths.data_dir().glob("*.csv"), paths.data_dir() / "sources.bib"]
    data = "".join(file.read_text("utf8") for file in files)
    assert fonts.missing(SHAPES + data, stack) == []


def test_missing_names_each_character_once() -> None:
    assert fonts.missing("Shanxi 山西\n☃ 龘 ☃") == ["☃", "龘"]
    assert fonts.missing("山", ("Loess Serif",)) == ["山"]


def test_unknown_family() -> None:
    with pytest.raises(fonts.FontError, match="no font family 'Arial'"):
        fonts.missing("a", ("Arial",))


def test_web_fonts_are_the_same_twice_and_leave_nothing_stale(tmp_path: Path) -> None:
    first = fonts.web_fonts([["a 原"]], tmp_path / "one")
    again = fonts.web_fonts([["原 a"]], tmp_path / "two")
    assert [font.file for font in first] == [font.file for font in again]
    for font in first:
        assert (tmp_path / "one" / font.file).read_bytes() == (tmp_path / "two" / font.file).read_bytes()
    latin = fonts.web_fonts([["a"]], tmp_path / "one")
    assert {p.name for p in (tmp_path / "one").iterdir()} == {font.file for font in latin}
    assert not any(font.face.family.startswith("Noto") for font in latin)


def test_web_fonts_share_out_the_characters(tmp_path: Path) -> None:
    made = fonts.web_fonts([["太 a"], ["太原 b"]], tmp_path)
    for font in made:
        assert set(map(chr, TTFont(tmp_path / font.file).getBestCmap())) == set(font.characters)
    (bold,) = (face for face in FACES if face.family.startswith("Noto") and face.weight != 400)
    on_web = [font.face for font in made]
    assert bold not in on_web  # a browser draws it from the regular one
    for face in (face for face in FACES if face != bold):
        one, other = (font.characters for font in made if font.face == face)
        assert not one & other
        # Chinese: the chapters' hanzi, then what only other pages have. Latin: all there is.
        assert (
            (one, other) == ({"太"}, {"原"})
            if face.family.startswith("Noto")
            else one | other == fonts.coverage(face.family)
        )
        assert (tmp_path / next(f.file for f in made if f.face == face)).stat().st_size < 30_000
    assert {p.name for p in tmp_path.iterdir()} == {font.file for font in made}


def test_a_sign_does_not_bring_the_chinese_with_it(tmp_path: Path) -> None:
    made = fonts.web_fonts([["◇ 太原、"]], tmp_path)
    chinese = [
        (font.face.family, set(font.characters)) for font in made if font.face.family.startswith("Noto")
    ]
    assert ("Noto Sans SC", {"◇"}) in chinese
    assert ("Noto Sans SC", set("太原、")) in chinese


def test_the_common_characters_are_what_the_report_prints() -> None:
    assert set("Shanxi: over 400 Mt – “CO₂” ≥ 5% · × − ° é ö ü ▲●▼◇") <= fonts.CORE
    assert "Ω" not in fonts.CORE


def test_unicode_range() -> None:
    font = fonts.WebFont(FACES[0], "a.woff2", frozenset("abcz"))
    assert font.unicode_range == "U+61-63, U+7A"  # a to c, z


def test_a_chinese_book_has_bold_hanzi_and_its_own_signs(tmp_path: Path) -> None:
    made = fonts.web_fonts([["太原“a”"]], tmp_path, is_chinese=True)
    chinese = {font.face.file: set(font.characters) for font in made if font.face.family.startswith("Noto")}
    files = ("NotoSerifSC-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
    assert chinese == {file: set("太原“”") for file in files}
    latin = [font.characters for font in made if not font.face.family.startswith("Noto")]
    assert not any(characters & fonts.CHINESE_SIGNS for characters in latin)


def test_what_stands_in_leaves_signs_to_chinese() -> None:
    assert (
        stand_ins.all_but(frozenset("“”—")) == "U+0-2013, U+2015-201B, U+201E-10FFFF"
    )  # — is 2014, “” 201C and D
    assert "unicode-range" not in stand_ins.rules()
    assert stand_ins.rules(frozenset("—")).count("unicode-range: U+0-2013, U+2015-10FFFF") == 9  # Latin faces


def test_a_reader_of_chinese_is_asked_for_own_faces_first() -> None:
    serif, _, sans = font_stacks.chinese().splitlines()
    assert serif == (
        '  --serif: "Loess Serif", "Loess Serif Stand-In", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", '
        '"Source Han Serif CN", "Noto Serif SC", "Noto Serif SC Cut", "SimSun", serif;'
    )
    assert sans.startswith('  --sans: "Loess Sans", "Loess Sans Stand-In", "PingFang SC"')
    assert sans.endswith('"Noto Sans SC Cut", "SimHei", sans-serif;')
    # What is bold among 宋体 is 黑体.
    (bold,) = (face for face in FACES if face.file == "NotoSansSC-Bold.ttf")
    assert font_stacks.names(bold, is_chinese=True) == ["Noto Sans SC Cut", "Noto Serif SC Cut"]
    assert font_stacks.names(bold) == ["Noto Sans SC"]


def test_recipe_makes_a_committed_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The committed file is a subset of upstream's, so to cut it once more must lose nothing.
    face = next(f for f in FACES if f.file == "NotoSansSC-Regular.ttf")
    (tmp_path / face.upstream).write_bytes(face.path.read_bytes())
    before = TTFont(face.path)
    monkeypatch.setattr(fonts, "FACES", (face,))
    monkeypatch.setattr(paths, "FONTS", tmp_path / "made")
    (tmp_path / "made").mkdir()
    (made,) = fonts.make(tmp_path, map(chr, before.getBestCmap()))
    assert TTFont(BytesIO(made.read_bytes())).getBestCmap() == before.getBestCmap()


def test_recipe_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    face = next(f for f in FACES if f.file == "NotoSansSC-Regular.ttf")
    monkeypatch.setattr(fonts, "FACES", (face,))
    with pytest.raises(fonts.FontError, match=r"has no file NotoSansSC_400Regular\.ttf"):
        list(fonts.make(tmp_path, []))
    (tmp_path / face.upstream).write_bytes(face.path.read_bytes())
    with pytest.raises(fonts.FontError, match="no glyph for 龘"):
        list(fonts.make(tmp_path, ["龘"]))
