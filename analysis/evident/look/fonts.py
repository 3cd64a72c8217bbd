"""The font files of the report: what there are, what they can print, and how they were made.

Belongs here: faces, the characters they cover, subsets of them for the web, the recipe that made the files in
`fonts/`. Does not: which family is used where (`identity.py`, the style sheets, the PDF template).

The files are static instances, because matplotlib draws a variable font only in its default weight, and
subsets, because the full Chinese fonts weigh 20 MB. To make them again, for instance for a new hanzi:

    python -m evident.look.fonts FOLDER [FAMILY ...]

where FOLDER holds the upstream files named in `FACES` (variable Source Serif 4 and Source Sans 3, static Noto Serif SC
and Noto Sans SC, all as TrueType). `faces/README.md` tells where those come from. Only the families
named are made, or all. Without FOLDER the files of the web alone are made, from those that are there, as when pages
print other characters.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from evident import paths
from evident.look import identity


class FontError(ValueError):
    """A font file that is missing or cannot print what it has to."""


@dataclass(frozen=True)
class Face:
    """One font file of `fonts/`: family, weight and slant, and the upstream file and axes it is cut from."""

    file: str
    family: str
    weight: int
    italic: bool
    upstream: str
    axes: Mapping[str, float] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return paths.FONTS / self.file

    @property
    def web(self) -> Path:
        """Where the face's common characters (`CORE`) are as WOFF2 (Latin faces only)."""
        return paths.FONTS / "web" / f"{Path(self.file).stem}.woff2"

    @property
    def web_rest(self) -> Path:
        """Where its other characters are."""
        return self.web.with_name(f"{Path(self.file).stem}-rest.woff2")

    @property
    def style(self) -> str:
        """The name of weight and slant: Regular, Italic, SemiBold, Bold, Bold Italic."""
        weight = {400: "", 600: "SemiBold", 700: "Bold"}[self.weight]
        return f"{weight} {'Italic' if self.italic else ''}".strip() or "Regular"


# The licence reserves the name "Source" for the unchanged fonts; these are cut from them and named by us.
UPSTREAM = {"Loess Serif": "SourceSerif4", "Loess Sans": "SourceSans3"}


def _latin(family: str, weight: int, italic: bool = False) -> Face:
    name, original = family.replace(" ", ""), UPSTREAM[family]
    # Text is set between 8 and 14 points; the optical size in the middle of that serves page and paper.
    axes = {"wght": float(weight)} | ({"opsz": 12.0} if "Serif" in family else {})
    upstream = f"{original}{'-Italic' if italic else ''}[{'opsz,wght' if 'opsz' in axes else 'wght'}].ttf"
    face = Face("", family, weight, italic, upstream, axes)
    return Face(f"{name}-{face.style.replace(' ', '')}.ttf", family, weight, italic, upstream, axes)


def _chinese(family: str, weight: int = 400) -> Face:
    face = Face("", family, weight, False, "")
    name = family.replace(" ", "")
    return Face(f"{name}-{face.style}.ttf", family, weight, False, f"{name}_{weight}{face.style}.ttf")


FACES: tuple[Face, ...] = (
    _latin("Loess Serif", 400),
    _latin("Loess Serif", 400, italic=True),
    _latin("Loess Serif", 600),
    _latin("Loess Serif", 700),
    _latin("Loess Serif", 700, italic=True),
    _latin("Loess Sans", 400),
    _latin("Loess Sans", 400, italic=True),
    _latin("Loess Sans", 600),
    _latin("Loess Sans", 700),
    _chinese("Noto Serif SC"),
    _chinese("Noto Sans SC"),
    _chinese("Noto Sans SC", 700),  # 黑体 of heads, and of what is bold in a text of 宋体
)

# Kerning, marks, ligatures, kinds of figures, super- and subscripts; no small capitals, no stylistic sets.
FEATURES = [
    "ccmp", "locl", "kern", "mark", "mkmk", "liga", "case", "lnum", "onum", "pnum", "tnum",
    "frac", "numr", "dnom", "sups", "subs", "sinf", "ordn", "zero", "halt", "chws",
]  # fmt: skip

DEFAULT_FEATURES = [
    "ccmp",
    "locl",
    "kern",
    "mark",
    "mkmk",
    "liga",
]  # what is applied where nothing is asked for

# What the style sheets of the pages ask for, and what is applied unasked: with the rest a file is half as large again.
# The last two are for signs of Chinese that stand close.
WEB_FEATURES = [*DEFAULT_FEATURES, "lnum", "tnum", "halt", "chws"]

KEPT_NAMES = (0, 5, 13, 14)  # copyright, version, licence, address of the licence

_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F),  # Latin
    (0x1CD, 0x1DC), (0x218, 0x21B),  # pinyin with tone marks; Romanian
    (0x2C6, 0x2DD), (0x300, 0x30C), (0x327, 0x328),  # accents
    (0x391, 0x3C9),  # Greek, for formulas in running text
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF),  # punctuation, super- and subscripts, money
    (0x2100, 0x215F), (0x2190, 0x2199), (0x2200, 0x22FF),  # letterlike, fractions, arrows, operators
    (0x25A0, 0x25FF), (0x2713, 0x2717), (0xFB00, 0xFB04),  # shapes, ticks, ligatures
)  # fmt: skip
# What nearly every page prints: a browser fetches the rest of a Latin face only for a page that needs it.
_CORE_RANGES = ((0x20, 0x7E), (0x2018, 0x201D), (0x2190, 0x2193))
_CORE_MORE = "\u00a0\u2009\u202f\u2060–—…·°±×²³½₂äçèéíñóöü€−≈≤≥▲▼●○◆◇✓✗"
_EAST_ASIAN = ((0x3000, 0x30FF), (0xFF00, 0xFFEF))  # punctuation, kana (titles of sources), full width
# Signs that Latin and Chinese write with the same characters: in a Chinese text they are as wide as a hanzi.
CHINESE_SIGNS = frozenset("“”…—")


def is_hanzi(character: str) -> bool:
    """Whether this is a Chinese character (CJK unified ideographs and extension A)."""
    return 0x4E00 <= ord(character) <= 0x9FFF or 0x3400 <= ord(character) <= 0x4DBF


def is_wide(character: str) -> bool:
    """Whether a character is as wide as a hanzi in any text, as hanzi are and full-width signs."""
    return unicodedata.east_asian_width(character) in "WF"


def common_hanzi() -> set[str]:
    """The 3,755 hanzi of level 1 of GB 2312, which is ordered by pinyin: rows 16 to 55."""
    found = set()
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            if (row, cell) <= (0xD7, 0xF9):
                found.add(bytes((row, cell)).decode("gb2312"))
    return found


CORE = frozenset(chr(code) for first, last in _CORE_RANGES for code in range(first, last + 1)) | frozenset(
    _CORE_MORE
)

# -- what the fonts can print


@cache
def coverage(family: str) -> frozenset[str]:
    """The characters that every face of a family has.

    Raises:
        FontError: there is no such family, or a file of it is missing.
    """
    sets = [_characters(face) for face in FACES if face.family == family]
    if not sets:
        families = ", ".join(dict.fromkeys(face.family for face in FACES))
        raise FontError(f"no font family {family!r}: there are {families}")
    return frozenset.intersection(*sets)


def _characters(face: Face) -> frozenset[str]:
    if not face.path.exists():
        raise FontError(f"fonts/{face.file} is missing: `python -m evident.look.fonts FOLDER` makes it")
    return _printed_by(face.path)


@cache
def _printed_by(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(text: str, stack: Sequence[str] = identity.SERIF) -> list[str]:
    """The characters of a text that no font of a family stack has, each once, in order.

    Args:
        text: any text; line breaks and tabs are not printed and so never missing.
        stack: families in order of preference, `identity.SERIF` or `identity.SANS`.
    """
    known = frozenset("\n\r\t").union(*(coverage(family) for family in stack))
    return [character for character in dict.fromkeys(text) if character not in known]


# -- subsets for the web


@dataclass(frozen=True)
class WebFont:
    """A font file of the HTML book: its face, its name, and the characters for which a browser fetches it; the page
    that it is cut for, if it is for one alone."""

    face: Face
    file: str
    characters: frozenset[str]
    page: str = ""

    @property
    def family(self) -> str:
        """The family by which style sheets know it."""
        return f"{self.face.family} {self.page}".strip()

    @property
    def unicode_range(self) -> str:
        """The characters as CSS writes them: U+20-7E, U+A0."""
        codes = sorted(map(ord, self.characters))
        # Codes that follow one another differ from their place by the same number.
        runs = (list(run) for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]))
        return ", ".join(
            f"U+{run[0][1]:X}" if len(run) == 1 else f"U+{run[0][1]:X}-{run[-1][1]:X}" for run in runs
        )


def web_fonts(
    texts: Sequence[Iterable[str]],
    folder: Path,
    pages: Mapping[str, str] | None = None,
    *,
    is_chinese: bool = False,
) -> list[WebFont]:
    """Put WOFF2 files for some texts into a folder: Latin faces as `fonts/web` has them, Chinese ones cut.

    A file's name carries a hash of what it is made from, so that a browser may keep it for ever, an unchanged
    file is not made again and equal input gives equal files. WOFF2 files of other texts are removed. To cut
    the Latin faces to a text too would cost every build four seconds.

    Args:
        texts: what most readers see comes first, so that its Chinese is in small files; what a later text has beyond
            those before it is in files of its own, and so are signs, of which most pages have one and no Chinese.
        folder: a folder of its own; made if missing.
        pages: what pages show that have files of their own, by page.
        is_chinese: the texts are Chinese, and not those of another language with some names in characters: the bold
            face is cut too, signs that both write are left to the Chinese faces, and none stand apart.

    Raises:
        FontError: a font file is missing.
    """
    left = CHINESE_SIGNS if is_chinese else frozenset()
    shares: list[set[str]] = []
    for text in texts:
        shares.append(set().union(*text).difference(*shares))
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for face in FACES:
        if face.axes:
            core = _characters(face) & CORE
            for file, characters in ((face.web, core), (face.web_rest, _characters(face) - core)):
                if not file.exists():
                    raise FontError(
                        f"fonts/web/{file.name} is missing: `python -m evident.look.fonts FOLDER` makes it"
                    )
                content = file.read_bytes()
                name = f"{file.stem}.{hashlib.sha256(content).hexdigest()[:10]}.woff2"
                if not (folder / name).exists():
                    _write(folder / name, content)
                made.append(WebFont(face, name, characters - left))
        elif (
            face.weight == 400 or is_chinese
        ):  # else a browser draws the bold one from it, which spares a file
            known = _characters(face) - (_printed_before(face.family) - left)
            parts = shares if is_chinese else [part for share in shares for part in _signs_apart(share)]
            for wanted in (part & known for part in parts):
                if wanted:
                    made.append(WebFont(face, _cut(face, wanted, folder), frozenset(wanted)))
            for page, text in (pages or {}).items():
                if own := known.intersection(text):
                    made.append(WebFont(face, _cut(face, own, folder), own, page))
    _remove_stale(folder, {font.file for font in made})
    return made


def _signs_apart(characters: Set[str]) -> tuple[Set[str], Set[str]]:
    """The signs among some characters, as the mark of a verdict, and the rest: all that is as wide as Chinese is."""
    wide = set(filter(is_wide, characters))
    return characters - wide, wide


def _cut(face: Face, characters: Iterable[str], folder: Path) -> str:
    """The name of a file with some characters of a face, made unless it is there."""
    recipe = face.path.read_bytes() + "".join(sorted(characters)).encode()
    name = f"{Path(face.file).stem}.{hashlib.sha256(recipe).hexdigest()[:10]}.woff2"
    if not (folder / name).exists():
        _write(folder / name, _woff2(face, characters))
    return name


def _remove_stale(folder: Path, kept: Iterable[str]) -> None:
    for stale in set(folder.glob("*.woff2")) - {folder / name for name in kept}:
        stale.unlink()


def _printed_before(family: str) -> frozenset[str]:
    """The characters for which a browser never comes to this family: an earlier one of its stack has them."""
    stack = next(stack for stack in (identity.SERIF, identity.SANS) if family in stack)
    return frozenset().union(*(coverage(earlier) for earlier in stack[: stack.index(family)]))


def _reduce(font: TTFont, characters: Iterable[str], **more: Any) -> None:
    """Take everything out of a font that some characters do not need."""
    # To read it takes as long as to write a chapter, and a build whose texts are as they were cuts nothing.
    from fontTools.subset import Options, Subsetter

    asked = {"layout_features": FEATURES, "notdef_outline": True, "recalc_timestamp": False}
    options = Options(**(asked | more))
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)


def _woff2(face: Face, characters: Iterable[str]) -> bytes:
    """A face cut to some characters, the same bytes on every run."""
    font = TTFont(face.path, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    # The files of `fonts/` carry no hints and only the names they need: to look for more takes half the time.
    _reduce(font, characters, name_IDs=["*"], layout_features=WEB_FEATURES)
    font.flavor = "woff2"
    return _bytes(font)


def subset(face: Face, characters: Iterable[str], flavor: str | None = None) -> bytes:
    """A face cut to some characters, the same bytes on every run; with the features that a browser applies unasked.

    Args:
        flavor: "woff2" for pages and pictures; None: as the face is.

    Raises:
        FontError: the file of the face is missing.
    """
    known = _characters(face).intersection(characters)
    font = TTFont(face.path, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    _reduce(font, known, name_IDs=["*"], layout_features=DEFAULT_FEATURES, hinting=False)
    font.flavor = flavor
    return _bytes(font)


def _bytes(font: TTFont) -> bytes:
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Write a file so that a reader never sees half of it."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


# -- the recipe


def make(upstream: Path, texts: Iterable[str], families: Sequence[str] = ()) -> Iterator[Path]:
    """Make the files of `fonts/` and yield each path.

    Args:
        upstream: folder that holds the upstream font files, at any depth.
        texts: texts whose hanzi must be covered beyond the common ones.
        families: whose faces are made; all if none is named.

    Raises:
        FontError: an upstream file is missing, or has no glyph for a hanzi of the texts.
    """
    from fontTools.varLib import instancer

    hanzi = {character for text in texts for character in text if is_hanzi(character)}
    for face in FACES:
        if families and face.family not in families:
            continue
        found = sorted(upstream.rglob(face.upstream.replace("[", "[[]")))
        if not found:
            raise FontError(f"{upstream} has no file {face.upstream}, from which fonts/{face.file} is cut")
        font = TTFont(found[0], recalcTimestamp=False)
        characters = _span(_RANGES)
        if not face.axes:
            characters |= _span(_EAST_ASIAN) | common_hanzi() | hanzi
            if lost := hanzi - set(map(chr, font.getBestCmap())):
                raise FontError(f"{face.upstream} has no glyph for {' '.join(sorted(lost))}")
        _reduce(font, characters, hinting=False, drop_tables=["DSIG", "VORG", "vhea", "vmtx"])
        if face.axes:
            font = instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
            del font["STAT"]
        _rename(font, face)
        _write(face.path, _bytes(font))
        yield face.path
        if face.axes:
            yield from _make_web(face)


def _make_web(face: Face) -> Iterator[Path]:
    """Write the two WOFF2 files of a Latin face and yield their paths."""
    face.web.parent.mkdir(exist_ok=True)
    core = _characters(face) & CORE
    for file, characters in ((face.web, core), (face.web_rest, _characters(face) - core)):
        _write(file, _woff2(face, characters))
        yield file


def _span(ranges: Iterable[tuple[int, int]]) -> set[str]:
    return {chr(code) for first, last in ranges for code in range(first, last + 1)}


def _rename(font: TTFont, face: Face) -> None:
    """Names and style bits by which matplotlib, Typst and CSS find the face under its family name."""
    name: Any = font["name"]
    name.names = [r for r in name.names if (r.platformID, r.langID) == (3, 0x409) and r.nameID in KEPT_NAMES]
    plain = face.weight in (400, 700)
    style = face.style
    names = {
        1: face.family if plain else f"{face.family} {style}",
        2: style if plain else "Regular",
        4: f"{face.family} {style}",
        6: f"{face.family.replace(' ', '')}-{style.replace(' ', '')}",
        16: face.family,
        17: style,
    }
    for name_id, text in names.items():
        name.setName(text, name_id, 3, 1, 0x409)
    os2: Any = font["OS/2"]
    head: Any = font["head"]
    bold = face.weight == 700
    os2.usWeightClass = face.weight
    # Bits of fsSelection: 0 italic, 5 bold, 6 regular, 7 use the typographic line height.
    keep = os2.fsSelection & (1 << 7)
    os2.fsSelection = keep | face.italic | bold << 5 | (style == "Regular") << 6
    head.macStyle = bold | face.italic << 1
    if "CFF " in font:
        top: Any = font["CFF "].cff.topDictIndex[0]
        top.FamilyName, top.FullName = face.family, names[4]


def _texts() -> Iterator[str]:
    """All that the report prints in Chinese: evidence, translations of the chapters, words."""
    data = paths.data_dir()
    files = [*data.glob("*.csv"), *data.glob("*.bib"), *paths.report().chapters.rglob("*.po")]
    files += [file for folder in paths.word_dirs("zh") for file in folder.glob("*.yml")]
    return (file.read_text("utf8") for file in sorted(files))


def main() -> None:
    """Make the font files for the hanzi of the report; without arguments those of the web alone."""
    if len(sys.argv) > 1:
        made = make(Path(sys.argv[1]), _texts(), sys.argv[2:])
    else:
        made = (path for face in FACES if face.axes for path in _make_web(face))
    for path in made:
        print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
