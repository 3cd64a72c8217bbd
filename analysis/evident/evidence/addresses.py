"""Addresses of sources: which may be printed as a link.

Belongs here: the rule. Does not: where an address is printed (`book/bibliography.py`).

A link of the book leads to a page of the web and nowhere else. What a browser could read as code, as a file of the
reader's machine or as another place than the one that is printed is refused where it enters, in `sources.bib`.
"""

import re

_HOST = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}\.?"
# RFC 3986; letters beyond ASCII are written with percent signs.
_REST = r"(?:[/?#](?:[!$&'()*+,./0-9:;=?@A-Z\[\]_a-z~#|-]|%[0-9A-Fa-f]{2})*)?"
_ADDRESS = re.compile(rf"https?://(?P<host>{_HOST})(?::[0-9]{{1,5}})?{_REST}")
_ENCODED = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]+")


def problem(address: str) -> str:
    """What is wrong with an address: a sentence without its stop, empty if nothing is."""
    if not address.startswith(("http://", "https://")):
        return f"{address!r} is no address of the web: it does not begin with http:// or https://"
    if _ENCODED.search(address):
        return f"{address!r} holds a control character, written with a percent sign"
    if not _ADDRESS.fullmatch(address):
        return (
            f"{address!r} is no address of the web: a host with a point and a path in ASCII follow on http:// or "
            "https://, without blanks, quotation marks, angle brackets, backslashes or a name before @"
        )
    return ""


def doi_problem(doi: str) -> str:
    """What is wrong with a DOI: a sentence without its stop, empty if nothing is."""
    return "" if _DOI.fullmatch(doi) and not re.search(r"[\"<>\\^`{|}]", doi) else f"{doi!r} is no DOI"
