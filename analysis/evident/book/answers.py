"""What hosts answer when they are asked for the addresses that a report prints.

Belongs here: asking, politely, and what an answer means. Does not: which addresses there are and their form
(`links.py`). No build asks anybody.

One host is asked for one page at a time, with a pause between two; a few hosts are asked side by side. The name under
which we ask says what we are. Many publishers answer no program at all: that is no fault of the address.
"""

import json
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit
from urllib.request import getproxies

import requests

from evident import paths
from evident.book import links
from evident.text.files import BadFile

OK, MOVED, GONE, REFUSED, SILENT = "ok", "moved", "gone", "refused", "no answer"
KINDS = (OK, MOVED, GONE, REFUSED, SILENT)
_GONE = {404, 410}
_REFUSED = {401, 402, 403, 405, 406, 418, 429, 451, 999}  # 999 and 418: what some answer to programs
_FOR_GOOD = {301, 308}
_HOSTS, _PAUSE, _LIMIT = (
    4,
    1.0,
    20.0,
)  # side by side; seconds between two pages of a host; seconds for an answer


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address: one of `KINDS`, and a word on it (the new address, the code, the error)."""

    url: str
    kind: str
    detail: str = ""


def reachable(urls: Iterable[str]) -> bool:
    """Whether there is a network: a proxy is set, or the name of one of some hosts is known."""
    if getproxies().keys() & {"http", "https", "all"}:
        return True
    hosts = list(dict.fromkeys(urlsplit(url).hostname or "" for url in urls))
    return any(_is_known(host) for host in hosts[:5])


def _is_known(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443))
    except OSError:
        return False


def ask(
    urls: Iterable[str], *, hosts: int = _HOSTS, pause: float | None = None, limit: float = _LIMIT
) -> dict[str, Answer]:
    """Ask for addresses.

    Args:
        urls: each is asked for once.
        hosts: how many are asked side by side.
        pause: seconds between two pages of one host.
        limit: seconds after which a host that says nothing is left.

    Returns:
        The answers by address.
    """
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    found: dict[str, Answer] = {}

    def of_host(pages: list[str]) -> None:
        found.update(
            (answer.url, answer) for answer in _of_host(pages, _PAUSE if pause is None else pause, limit)
        )

    with ThreadPoolExecutor(hosts) as pool:
        # Those with most pages begin, so that none is waited for at the end.
        queue = sorted(by_host.values(), key=len, reverse=True)
        for done in as_completed([pool.submit(of_host, pages) for pages in queue]):
            done.result()
    return found


def _of_host(pages: list[str], pause: float, limit: float) -> Iterator[Answer]:
    with requests.Session() as session:
        session.headers["User-Agent"] = (
            f"evident-links/{_version()} (checks the links of a report; asks slowly)"
        )
        for number, url in enumerate(pages):
            if number:
                time.sleep(pause)
            yield _answer(session, url, limit)


def _version() -> str:
    try:
        return version(paths.report().package or "evident")
    except PackageNotFoundError:
        return "0"


def _answer(session: requests.Session, url: str, limit: float) -> Answer:
    try:
        answer = session.head(url, timeout=limit, allow_redirects=True)
        if answer.status_code >= 400:  # some know only GET, or say so of HEAD
            answer = session.get(url, timeout=limit, allow_redirects=True, stream=True)
            answer.close()
    except requests.RequestException as error:
        return Answer(url, SILENT, _reason(error))
    code = answer.status_code
    if code in _GONE:
        return Answer(url, GONE, str(code))
    if code in _REFUSED:
        return Answer(url, REFUSED, str(code))
    if code >= 400:
        return Answer(url, SILENT, str(code))
    first = answer.history[0].status_code if answer.history else 0
    if first in _FOR_GOOD:
        return Answer(url, MOVED, answer.url)
    if answer.history and _is_front(answer.url) and not _is_front(url):
        return Answer(url, MOVED, f"{answer.url}, the front page: look whether the page is still there")
    return Answer(url, OK)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _reason(error: requests.RequestException) -> str:
    """An error of the network in a few words."""
    for kind, words in (
        (requests.exceptions.TooManyRedirects, "it leads on without end"),
        (requests.exceptions.Timeout, "nothing came in time"),
        (requests.exceptions.SSLError, "its certificate is not accepted"),
        (requests.exceptions.ConnectionError, "no connection"),
    ):
        if isinstance(error, kind):
            return words
    return type(error).__name__


# -- the whole report


@dataclass(frozen=True)
class Examined:
    """The addresses of a report, and what was found of them.

    Attributes:
        found: every address.
        faults: what is wrong with their form.
        answers: by address; empty if nobody was asked.
        why_not: why nobody was asked, empty if somebody was.
    """

    found: list[links.Address]
    faults: list[BadFile]
    answers: dict[str, Answer]
    why_not: str

    @property
    def good(self) -> bool:
        """Whether no address is malformed or gone."""
        return not self.faults and all(answer.kind != GONE for answer in self.answers.values())

    def lines(self) -> Iterator[str]:
        """What is to be told, a line each: faults of form, then answers by kind."""
        yield from map(str, self.faults)
        remedies = {
            GONE: "give the page's new address, or that of an archived copy, or delete the field",
            MOVED: "write the new address",
            SILENT: "ask again another day",
            REFUSED: "it answers no program; look yourself",
        }
        for kind, remedy in remedies.items():
            for address in self.found:
                answer = self.answers.get(address.url)
                if answer and answer.kind == kind:
                    yield f"{address.where}: {address.url} {kind} ({answer.detail}); {remedy}"

    def summary(self) -> str:
        """How many there are of each kind."""
        counts = Counter(answer.kind for answer in self.answers.values())
        told = [f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]]
        form = f"{len(self.faults)} malformed" if self.faults else "all well formed"
        return f"{len(self.found)} addresses, {form}; " + (
            self.why_not or ", ".join(told) or "none to ask for"
        )

    def as_json(self) -> str:
        """All of it for another program: a list of addresses with place, form and answer."""
        wrong = {(fault.path, fault.line): f"{fault.message}; {fault.remedy}" for fault in self.faults}
        listed = []
        for address in self.found:
            answer = self.answers.get(address.url)
            listed.append(
                {
                    "url": address.url,
                    "file": paths.short(address.path),
                    "line": address.line,
                    "source": address.key or None,
                    "malformed": wrong.get((address.path, address.line)),
                    "answer": answer.kind if answer else None,
                    "detail": answer.detail if answer else None,
                }
            )
        return json.dumps(listed, ensure_ascii=False, indent=1)


def examine(offline: bool) -> Examined:
    """Look at the addresses of the report, and ask for those that are well formed.

    Args:
        offline: ask nobody.

    Raises:
        BadFile: a file cannot be read.
    """
    found = links.of_report()
    faults = links.faults(found)
    wrong = {(fault.path, fault.line) for fault in faults}
    urls = [address.url for address in found if (address.path, address.line) not in wrong]
    if offline:
        return Examined(found, faults, {}, "nobody was asked")
    if urls and not reachable(urls):
        return Examined(found, faults, {}, "there is no network, so nobody was asked")
    return Examined(found, faults, ask(urls), "")
