"""Which pictures of an author both books print alike.

Belongs here: formats, sizes and places of pictures. Does not: their alternative text (`fact.py`), how they are set in
the PDF (`typst/pictures.py`), exhibits (`exhibit.py`).
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from evident.book.prose import place_of

logger = logging.getLogger(__name__)

FORMATS = (".svg", ".png", ".jpg", ".jpeg")
# Pixels of a page are 1/96 inch; a number without a unit is in pixels.
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|pt|mm|cm|in|em|%|)")


class ImageRule(SphinxTransform):
    """Fails on a picture that only one of the books would print as its author means."""

    default_priority = 401

    def apply(self, **kwargs: object) -> None:
        for image in list(self.document.findall(nodes.image)):
            if fault := _fault(image):
                logger.warning("%s", fault, location=place_of(self.document, image, image["uri"]))
                image.replace_self(nodes.inline("", image.get("alt", "")))  # no page asks for what is refused
        for figure in self.document.findall(nodes.figure):
            if "width" in figure:
                place = place_of(self.document, figure)
                logger.warning(":figwidth: is for one of the books alone: write :width:", location=place)


def _fault(image: nodes.image) -> str:
    uri = image["uri"]
    if re.match(r"[a-zA-Z][\w+.-]*:|//", uri):
        return f"the picture {uri[:60]} lies elsewhere, and no page asks another host: put it beside the chapters"
    if not uri.lower().endswith(FORMATS):
        return f"the picture {uri} can be printed as SVG, PNG or JPEG only"
    if "scale" in image:
        return ":scale: is for one of the books alone: write :width:"
    if image.get("align") in ("left", "right") and not isinstance(image.parent, nodes.figure):
        return "text flows round a picture on the screen alone: leave out :align:, or write center"
    for name in ("width", "height"):
        if name in image and not LENGTH.fullmatch(str(image[name]).replace(" ", "")):
            return f":{name}: {image[name]} is not known: write px, mm, cm, em or %"
    return ""
