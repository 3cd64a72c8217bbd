"""Rules for pictures of an author: drawings and photographs.

Belongs here: files, sizes and places of pictures. Does not: which pictures are allowed (`book/image_rule.py`), charts
of exhibits (`exhibits.py`).
"""

import base64
from pathlib import Path

from docutils import nodes
from sphinx.util.images import get_image_size

from evident.book.image_rule import FORMATS, LENGTH
from evident.typst import source
from evident.typst.exhibits import add_drawing, check_alternative_text
from evident.typst.writer import Writer, rule

_POINTS = 0.75  # in a pixel of a page
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@rule(nodes.image)
def picture(writer: Writer, node: nodes.image) -> str:
    uri = str(node["uri"])
    path = Path(writer.env.srcdir) / uri
    kind = path.suffix.lower()
    if kind not in FORMATS:
        writer.problem(node, f"the picture {uri} is not SVG, PNG or JPEG, which alone can be printed")
        return ""
    if not path.exists():
        writer.problem(node, f"there is no picture {uri}")
        return ""
    name, alt = uri.replace("/", "-"), str(node.get("alt", ""))
    check_alternative_text(writer, node, name, alt)
    wide, high = get_image_size(str(path)) or (0, 0)
    if kind == ".svg":
        add_drawing(writer, node, name, path.read_text("utf8"))
    else:
        name = f"{name}.svg"
        writer.files[f"pictures/{name}"] = _framed(path.read_bytes(), _MEDIA[kind], wide, high)
    in_line = isinstance(node.parent, nodes.TextElement) and len(node.parent) > 1
    arguments = [f'"/pictures/{name}"', f"alt: {source.string(alt)}"]
    arguments += [
        f"{side}: {length}" for side in ("width", "height") if (length := _length(str(node.get(side, ""))))
    ]
    if wide:
        arguments.append(f"natural: {_in_points(wide)}")
    if in_line:
        arguments.append("in-line: true")
    if node.get("align") == "center":
        arguments.append("side: center")
    return f"#picture({', '.join(arguments)});"


def _length(size: str) -> str:
    """A size as Typst writes it; pixels are those of a page. Empty if there is none."""
    match = LENGTH.fullmatch(size.replace(" ", ""))
    if match is None:
        return ""
    return _in_points(float(match[1])) if match[2] in ("", "px") else f"{match[1]}{match[2]}"


def _in_points(pixels: float) -> str:
    return f"{pixels * _POINTS:g}pt"


def _framed(data: bytes, media: str, wide: int, high: int) -> str:
    """A picture made of dots inside a drawing of its size: the files that the compiler is given are text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:{media};base64,{base64.b64encode(data).decode()}"/></svg>'
    )
