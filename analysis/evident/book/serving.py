"""What a server is told of a site beside its pages: their policy as a header, and how long files may be kept.

Belongs here: the two files of a site that servers read. Does not: the policy of a page (`policy.py`), the server of the
project itself (`serving/nginx.conf`), the site (`site.py`).

Each page says its policy itself, for a book is also read from a disk. A header says more: who may show a page inside
another (`frame-ancestors`, which no element of a page can say), and it holds for files that are no pages. Where both
speak, a browser keeps to both; so the header lets through what any page of the site does, and no more.

`_headers` is read by hosts of static files that know that form (Netlify, Cloudflare Pages); GitHub Pages sets its own
headers and reads none. It cannot tell addresses with a checksum from those without, so files are kept shorter there.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from evident.book import policy

HEADERS, POLICY = "_headers", "_policy.conf"
_META = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_HEAD = 16_384  # bytes of a page in which its policy stands
PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGES, FILES = "public, max-age=600", "public, max-age=3600"


def write(site: Path) -> None:
    """Write both files into a site; the same pages give the same bytes.

    Raises:
        OSError: a file cannot be read or written.
    """
    allowed = whole(read(page) for page in sorted(site.rglob("*.html")))
    (site / HEADERS).write_text(headers(allowed), "utf8")
    (site / POLICY).write_text(
        f'# What pages of this site may load; serving/nginx.conf includes it.\nmap "" $book_policy {{\n'
        f'    default "{allowed}";\n}}\n',
        "utf8",
    )


def read(page: Path) -> str:
    """The policy that a page says of itself; empty if it says none."""
    with page.open(encoding="utf8") as file:
        found = _META.search(file.read(_HEAD))
    return found[1].replace("&#39;", "'") if found else ""


def whole(policies: Iterable[str]) -> str:
    """One policy that lets through what any of several does: the sources of each directive together.

    A page on a disk has no "self"; from a server it has, so `file:` is left out.
    """
    together: dict[str, dict[str, None]] = {}
    for told in [policy.policy(), *policies]:
        for directive in filter(None, map(str.strip, told.split(";"))):
            name, *sources = directive.split()
            together.setdefault(name, {}).update(dict.fromkeys(s for s in sources if s != "file:"))
    return "; ".join(f"{name} {' '.join(_ordered(sources))}" for name, sources in together.items())


def _ordered(sources: dict[str, None]) -> list[str]:
    """Words first as they come, then checksums by name: their order must not depend on that of the pages."""
    words = [source for source in sources if not source.startswith("'sha")]
    words = [word for word in words if word != "'none'" or len(sources) == 1]
    return [*words, *sorted(source for source in sources if source.startswith("'sha"))]


def headers(allowed: str) -> str:
    """The headers in the form of hosts of static files: of each address all rules hold that fit it.

    Args:
        allowed: the policy of the site, without who may frame it.
    """
    plain = "".join(f"  {name}: {value}\n" for name, value in PLAIN.items())
    return (
        f"/*\n{plain}  Content-Security-Policy: {allowed}; frame-ancestors 'none'\n  Cache-Control: {PAGES}\n"
        # A header of a narrower rule would stand beside that of the wider one; "!" takes that away first.
        f"/:edition/embed/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {allowed}; frame-ancestors *\n"
        + "".join(
            f"/:edition/{folder}/*\n  ! Cache-Control\n  Cache-Control: {FILES}\n"
            for folder in ("_static", "_downloads")
        )
    )
