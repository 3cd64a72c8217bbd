"""The feed of releases: `releases.xml`, which a reader of feeds asks whether there is something new.

Belongs here: the feed as Atom (RFC 4287), and what of `CHANGELOG.md` belongs to a release. Does not: what is kept of
releases (`run/releases.py`), what changed in numbers and sentences (`changes.py`), to which an entry links.

Releases that were not published (drafts) are left out; a report without a release has no feed. The names of feed and
entries are made of the report's title and the version alone, so that they stay when the site moves, as the standard
asks. Where the site has no address, links in the feed begin at the feed's own place.
"""

import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evident import paths
from evident.book.addresses import absolute
from evident.book.changes import page_of_releases
from evident.book.languages import html_code
from evident.run import releases
from evident.text import sentences
from evident.text.files import read_text
from evident.text.words import Words

FEED = "releases.xml"
ATOM = "http://www.w3.org/2005/Atom"
_PART = re.compile(r"^## \[?(?P<name>[^\]\s]+)\]?.*$", re.MULTILINE)


def write_feed(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed, if there is a release to tell of (event `build-finished`)."""
    if exception or app.builder.name != "html":
        return
    file = Path(app.outdir) / FEED
    if content := feed_of(app.env):
        file.write_bytes(content)
    else:
        file.unlink(missing_ok=True)


def published() -> list[releases.Release]:
    """The releases that were published, newest first."""
    kept = (releases.read(releases.file_of(number)) for number in reversed(releases.known()))
    return [release for release in kept if not release.draft]


def feed_of(env: BuildEnvironment) -> bytes:
    """The feed as bytes; nothing if there is no release."""
    told = published()
    if not told:
        return b""
    words, project = Words(env.config.language), env.config.project
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": html_code(env.config.language)})
    _text(feed, "title", words("book.feed.title", project=project))
    _text(feed, "id", _name(project))
    _text(feed, "updated", _moment(max(release.date for release in told)))
    _text(SubElement(feed, "author"), "name", env.config.author)
    SubElement(
        feed, "link", {"rel": "alternate", "type": "text/html", "href": absolute(env, env.config.root_doc)}
    )
    if env.config.html_baseurl:  # of a copy without an address it would name the file that it stands in
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": absolute(env, FEED)})
    # A translation leads to the page that tells what changed: the notes are in the language of the code.
    notes = {} if paths.report().language else changelog()
    where = page_of_releases(env) or env.config.root_doc
    for release in told:
        entry = SubElement(feed, "entry")
        _text(entry, "title", words("book.feed.entry", project=project, version=release.version))
        _text(entry, "id", _name(project, release.version))
        _text(entry, "updated", _moment(release.date))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": absolute(env, where)})
        if release.about:
            _text(entry, "summary", sentences.known(release.about, env.config.language))
        if noted := notes.get(release.version):
            _text(entry, "content", MarkdownIt().render(noted), {"type": "html"})
        elif not release.about:  # an entry has to say something
            _text(entry, "summary", words("book.feed.entry", project=project, version=release.version))
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def changelog() -> dict[str, str]:
    """What `CHANGELOG.md` says of each version, as Markdown; nothing if there is no such file."""
    file = paths.report().root / "CHANGELOG.md"
    text = read_text(file) if file.exists() else ""
    heads = list(_PART.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return {head["name"]: text[head.end() : end].strip() for head, end in zip(heads, ends, strict=True)}


def _text(parent: Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, tag, attributes or {}).text = text


def _name(project: str, version: str = "") -> str:
    return uuid5(NAMESPACE_URL, f"evident:{project}:{version}").urn


def _moment(day: str) -> str:
    """A day as the moment that Atom asks for."""
    return f"{day}T00:00:00Z"
