"""The site of several editions: their books side by side, and on each page a way to the same page of the others.

Belongs here: what is written into pages when the books are put together, the first page of the site, the page for a
wrong address, keeping all that up to date. Does not: making the books (`run/pipeline.py`), which editions there are
(`run/editions.py`), how a folder is published (`run/publication.py`).

A book stands for itself and knows nothing of others. What it has for a site is a mark at the top of each page, which is
replaced here. The same page has the same address below each edition. Search engines are told that the page of the
baseline is the one to show.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import yaml

from evident import paths
from evident.book import policy, serving
from evident.book.theme import THEME
from evident.export.payloads import BASELINE
from evident.look import identity
from evident.run import editions, inputs, locking, publication
from evident.run.editions import Listed
from evident.run.inputs import Build
from evident.run.parameters import SITE
from evident.run.steps import digest_of
from evident.text import formats
from evident.text.words import Words

MARK = "<!-- editions -->"  # of `theme/book-editions.html`
_MADE = "made-of.json"
_CANONICAL = re.compile(r'\s*<link rel="canonical" href="([^"]*)" ?/?>')


@dataclass(frozen=True)
class Entry:
    """An edition in a list: where its page is, what differs, why; `elsewhere` if it has no such page."""

    title: str
    reason: str
    differs: str
    address: str
    pdf: str = ""
    elsewhere: bool = False


def folder() -> Path:
    """The published site: one folder an edition, and `index.html`."""
    return paths.report().build / SITE


def _store() -> Path:
    return paths.report().build / f".{SITE}"


def assemble(*, wait: bool = True, say: Callable[[str], None] = print) -> bool:
    """Put the published books of all editions together and publish the site, if that is out of date.

    Args:
        wait: for other builds of an edition or the site, in place of refusing.

    Returns:
        whether it was out of date.

    Raises:
        Occupied: another build is at work and `wait` is false.
        OSError: it could not be written; the last site stays.
    """
    every = editions.listed()
    builds = {edition.name: inputs.build_of(edition.name) for edition in every}
    with ExitStack() as held:
        for lock in (_store() / ".lock", *(build.lock for build in builds.values())):
            held.enter_context(locking.held(lock, wait=wait, say=say))
        made = _made_of(every, builds)
        if publication.untouched(_store()) and _last() == made and (folder() / "index.html").exists():
            return False
        with publication.laid(_store()) as new:
            _fill(new / SITE, every, builds)
            (new / _MADE).write_text(made, "utf8")
        publication.lead(folder(), Path(_store().name, ".current", SITE), True)
    return True


def _made_of(every: list[Listed], builds: dict[str, Build]) -> str:
    """All that decides what the site is like: the books, what is told of editions, the files that make it."""
    report = paths.report()
    files = [
        Path(__file__),
        Path(serving.__file__),
        *inputs.files(THEME / "site", "*"),
        *inputs.words("book.yml", "common.yml"),
        *inputs.look(),
    ]
    told = [vars(edition) for edition in every]
    books = [publication.published(builds[edition.name].folder) for edition in every]
    digest = digest_of([*files, report.root / "_config.yml", report.root / "pyproject.toml"])
    return json.dumps({"editions": told, "books": books, "files": digest})


def _last() -> str:
    try:
        return (_store() / ".current" / _MADE).read_text("utf8")
    except (OSError, UnicodeDecodeError):
        return ""


def _fill(site: Path, every: list[Listed], builds: dict[str, Build]) -> None:
    for edition in every:
        shutil.copytree(
            builds[edition.name].html.resolve(), site / edition.name, copy_function=shutil.copyfile
        )
    config = yaml.safe_load((paths.report().root / "_config.yml").read_text("utf8"))
    language = (config.get("sphinx") or {}).get("config", {}).get("language", "en")
    words = Words(language)
    pages = {e.name: frozenset(_pages(site / e.name)) for e in every}
    switch = _template("switcher.html")
    for edition in every:
        for page in sorted(pages[edition.name]):
            path = site / edition.name / page
            text = path.read_text("utf8")
            up = "../" * (page.count("/") + 1)
            listed = list(entries(every, pages, up, page, words))
            here = listed[every.index(edition)]
            # Of a mark in the words of a page nothing is left but entities, so there is one.
            text = text.replace(MARK, switch.render(editions=listed, here=here, words=words), 1)
            main = f"{up}{BASELINE}/{page}" if edition.name != BASELINE and page in pages[BASELINE] else ""
            path.write_text(told_to_others(text, edition.name, page, main), "utf8")
    first = list(entries(every, pages, "", "", words))
    shown = {
        "editions": first, "main": first[0], "project": config.get("title", ""), "language": language, "words": words,
        "colours": {"paper": identity.PAPER, **identity.COLOURS},
        "policy_of": lambda script, style: policy.meta(policy.policy(script, style)),
    }  # fmt: skip
    (site / "index.html").write_text(_template("index.html").render(shown), "utf8")
    _missing_page(site)
    serving.write(site)


def _pages(book: Path) -> Iterable[str]:
    """The pages of a book by address; not the one for wrong addresses, which stands nowhere."""
    for path in book.rglob("*.html"):
        if (name := path.relative_to(book).as_posix()) != "404.html":
            yield name


def entries(
    every: list[Listed], pages: dict[str, frozenset[str]], up: str, page: str, words: Words
) -> Iterable[Entry]:
    """The editions as a page of the site lists them.

    Args:
        pages: the pages of each edition.
        up: the way from the page to the root of the site.
        page: its address below its edition; empty for the root itself.
    """
    pdf = paths.report().pdf
    for edition in every:
        there = page in pages[edition.name]
        root = f"{up}{quote(edition.name)}"
        yield Entry(
            edition.title, edition.reason, differs(edition, every[0], words),
            f"{root}/{page if there else 'index.html'}", f"{root}/_downloads/{quote(pdf)}",
            elsewhere=bool(page) and not there,
        )  # fmt: skip


def differs(edition: Listed, baseline: Listed, words: Words) -> str:
    """What is otherwise in an edition than in the baseline, in a few words."""
    if edition.name == BASELINE:
        return words("book.editions.main")
    said = []
    if edition.as_of != baseline.as_of:
        said.append(words("book.editions.as_of", date=formats.period(edition.as_of, words)))
    if count := len(edition.differing):
        said.append(words("book.editions.one" if count == 1 else "book.editions.many", count=count))
    return ", ".join(said) or words("book.editions.none")


def told_to_others(text: str, edition: str, page: str, main: str) -> str:
    """A page with the addresses that search engines and other sites read.

    Where the site has an address, the page has its own below it (`addresses.py`), and tells that of the main edition.
    """
    told, own = _CANONICAL.search(text), f"{quote(edition)}/{page}"
    text = _CANONICAL.sub("", text)
    if told and told[1].endswith(f"/{own}"):
        base = told[1].removesuffix(own)
        main = f"{base}{BASELINE}/{page}" if main or edition == BASELINE else told[1]
    return (
        text.replace("</title>", f'</title>\n    <link rel="canonical" href="{main}">', 1) if main else text
    )


def _missing_page(site: Path) -> None:
    """The page for a wrong address outside of all editions; its script finds the one below which somebody is."""
    page = site / BASELINE / "404.html"
    if page.exists():
        text = page.read_text("utf8").replace("<body ", f'<body data-folder="{BASELINE}/" ', 1)
        text = re.sub(r'(<a\b[^>]*\bhref=")(?![a-z]+:)(?=[^"#])', rf"\g<1>{BASELINE}/", text)
        (site / "404.html").write_text(text, "utf8")


def _template(name: str) -> Any:
    surroundings = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME / "site"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return surroundings.get_template(name)
