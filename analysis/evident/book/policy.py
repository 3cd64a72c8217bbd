"""What a browser may run and load on the pages of the HTML book: its own files and nothing else.

Belongs here: the Content-Security-Policy that every page carries, and finding what an author wrote that it does not let
through. Does not: escaping (where the text is written, `html.py`, `explorer.py`, `pictures.py`).

Text from data is escaped where it is printed. Should that ever fail, the policy is the second wall: a script, a handler
(onerror=…) or a javascript: address in the middle of a page does not run, and nothing is asked of another host.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

# A book is also read from a disk, and browsers do not agree on what is "self" there. A page from a server cannot load
# a file: address, whatever a policy says.
_OWN = "'self' file:"
_STYLED = re.compile(r"<([a-z][^<>]*?)\sstyle=\"([^\"]*)\"")
# How wide or high a picture or a column of a table is: all that the parser writes as the style of an element.
_SIZE = re.compile(r"(?:\s*(?:width|height): [\d.]+(?:%|[a-z]{2});?)+")
_SHOWN = 60  # characters of what is refused


def policy(script: str = "", style: str = "", sized: Iterable[str] = ()) -> str:
    """The policy of a page, as the content of its meta element.

    Args:
        script, style: the text of the page's one inline script and style, which alone are let through; a page that can
            load files has none.
        sized: style attributes that are let through, as `sizes` finds them.
    """
    scripts, styles = (f"{_OWN} {_digest(text)}" if text else _OWN for text in (script, style))
    if hashes := [_digest(size) for size in sized]:
        styles += f" 'unsafe-hashes' {' '.join(hashes)}"  # the word for hashes of attributes
    allowed = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": styles,
        "img-src": f"{_OWN} data:",
        "font-src": f"{_OWN} data:",  # the face of the text stands in the style sheet
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": _OWN,
    }
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def meta(policy: str) -> str:
    """The element that gives a page its policy; it holds for what comes after it."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def sizes(body: str) -> list[str]:
    """The style attributes in the body of a page that only say how wide or high something is."""
    return sorted({style for _, style in _styled(body) if _SIZE.fullmatch(style)})


def refused(body: str) -> Iterator[str]:
    """The beginnings of the elements in the body of a page whose style its policy does not let through."""
    for element, style in _styled(body):
        if not _SIZE.fullmatch(style):
            yield f'<{element} style="{style}">'[:_SHOWN]


def _styled(body: str) -> list[tuple[str, str]]:
    # To look for the words first takes a hundredth of the time, and few pages have them.
    return _STYLED.findall(body) if ' style="' in body else []
