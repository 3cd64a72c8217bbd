"""How an export leaves a notebook: as an output that the book reads, or as text that a person can review.

Belongs here: the two forms of an output, and silence for runs that only want the values. Does not: what is exported.

The committed notebooks hold the frozen form: one line of text a fact or claim with its value to twelve digits, its
text, how it was obtained and what it rests on; of a chart its data and a digest of its pictures. A change of one
figure then gives a difference that can be read, and a comparison of outputs still fails on every number, word and
picture. The runs that the book reads hold the whole JSON and the pictures instead.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from IPython.display import display

FROZEN = "EVIDENT_FROZEN"  # an environment variable: 1 gives the frozen form


class Publisher:
    """Writes exports as outputs of the running notebook.

    Attributes:
        drawing: whether charts are to be drawn at all.
        exhibits: whether charts, tables and explorers are to be put together at all.
        telling: whether exports say in words what they are, how they were obtained and what they rest on.
    """

    drawing = True
    exhibits = True
    telling = True

    def publish(
        self, mime: str, payload: dict[str, Any], text: str, svgs: Mapping[str, str] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Write one export.

        Args:
            text: what a person reads, and all there is of it in the frozen form.
            svgs: pictures of a chart by name (wide, narrow).
            marks: what stands where in them (`readouts.py`). The frozen form has no digest of it: it follows from the
                pictures and the data.
        """
        svgs = svgs or {}
        if os.environ.get(FROZEN) == "1":
            lines = [text, *(f"picture, {name}: {digest(svg)}" for name, svg in sorted(svgs.items()))]
            if mime.endswith(("exhibit+json", "explorer+json")):
                lines.append(f"all of it: {digest(json.dumps(payload, sort_keys=True, ensure_ascii=False))}")
            display({"text/plain": "\n".join(lines)}, raw=True)
            return
        extra = {"image/svg+xml": svgs["wide"]} if "wide" in svgs else {}
        if html := self.html(mime, payload, svgs):
            extra["text/html"] = html
        if "narrow" in svgs:
            payload = payload | {"narrow": svgs["narrow"], "marks": marks or {}}
        display({mime: payload, **extra, "text/plain": text}, raw=True)

    def html(self, mime: str, payload: Mapping[str, Any], svgs: Mapping[str, str]) -> str:
        """What a person sees in place of the text: nothing, for nobody looks at the outputs of a build."""
        return ""


class Silent(Publisher):
    """Writes and draws nothing: for runs that only want the values."""

    drawing = False

    def publish(
        self, mime: str, payload: dict[str, Any], text: str, svgs: Mapping[str, str] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Nothing."""


class Values(Silent):
    """The same without exhibits, and without words unless they are asked for: for many runs in a row."""

    exhibits = False

    def __init__(self, *, telling: bool = False) -> None:
        self.telling = telling


def digest(text: str) -> str:
    """The first twelve hexadecimal digits of a SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
