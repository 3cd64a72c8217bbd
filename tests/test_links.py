"""Addresses: where they stand, their form, and what hosts answer.

No host is asked outside of this machine: a server of the test is the proxy through which everything is asked, and
answers for all hosts.
"""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli
from evident.book import answers, links

from . import little

# What is answered for a path: the status, and where it leads.
ANSWERS = {
    "/ok": (200, ""),
    "/moved": (301, "http://land.org/ok"),
    "/for-good": (308, "http://land.org/ok"),
    "/for-now": (302, "http://land.org/ok"),
    "/to-the-front": (302, "http://land.org/"),
    "/": (200, ""),
    "/moved-and-gone": (301, "http://land.org/gone"),
    "/gone": (404, ""),
    "/for-ever": (410, ""),
    "/forbidden": (403, ""),
    "/too-many": (429, ""),
    "/linkedin": (999, ""),
    "/broken": (500, ""),
    "/loop": (302, "http://land.org/loop"),
}


class _Host(http.server.BaseHTTPRequestHandler):
    """All hosts at once."""

    asked: list[tuple[str, str, float]] = []  # noqa: RUF012 (reset by the fixture)
    agents: set[str] = set()  # noqa: RUF012

    def _answer(self) -> None:
        host, _, path = self.path.removeprefix("http://").partition("/")
        self.asked.append((self.command, f"{host}/{path}", time.monotonic()))
        self.agents.add(self.headers["User-Agent"])
        if path == "only-get":
            code, leads = (200 if self.command == "GET" else 405), ""
        elif path == "slow":
            time.sleep(1.5)
            code, leads = 200, ""
        elif path == "hangs-up":
            self.close_connection = True
            return
        else:
            code, leads = ANSWERS[f"/{path}"]
        self.send_response(code)
        if leads:
            self.send_header("Location", leads)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Host]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(answers, "_PAUSE", 0.0)
    _Host.asked, _Host.agents = [], set()
    yield _Host
    server.shutdown()
    server.server_close()


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return little.enter(tmp_path, monkeypatch)


def told(report: Path, *urls: str, notes: tuple[str, ...] = ()) -> list[str]:
    """What is said of sources with these addresses, without the file."""
    entries = [
        f"@online{{s{number},\n  title = {{T}},\n  url = {{{url}}},\n  note = {{{note}}},\n}}\n"
        for number, (url, note) in enumerate(zip(urls, (*notes, *[""] * len(urls)), strict=False))
    ]
    (report / "data/sources.bib").write_text("".join(entries), "utf8")
    return [str(fault).partition("sources.bib:")[2] for fault in links.faults(links.of_report())]


# -- where they stand


def test_addresses_of_every_kind_of_file(report: Path) -> None:
    (report / "data/sources.bib").write_text(
        "@online{a,\n  title = {T},\n  url = {https://a.org/x},\n  doi = {10.1234/ab},\n}\n"
        "@article{b,\n  title = {T},\n  doi = {10.1234/Cd},\n  url = {https://doi.org/10.1234/cd},\n}\n",
        "utf8",
    )
    (report / "chapters/index.md").write_text(
        "# Ore\n\n[w](https://c.org/a_(b)), see (https://d.org/x). <https://e.org>\n`https://no.org`\n\n"
        "```sh\ncurl https://no.org\n```\n",
        "utf8",
    )
    (report / "README.md").write_text("https://f.org/?a=b,\n", "utf8")
    (report / "CITATION.cff").write_text('url: "https://g.org"\n', "utf8")
    assert [(address.where, address.url) for address in links.of_report()] == [
        ("data/sources.bib:3: a", "https://a.org/x"),
        ("data/sources.bib:4: a", "https://doi.org/10.1234/ab"),
        ("data/sources.bib:9: b", "https://doi.org/10.1234/cd"),
        ("chapters/index.md:3", "https://c.org/a_(b)"),
        ("chapters/index.md:3", "https://d.org/x"),
        ("chapters/index.md:3", "https://e.org"),
        ("CITATION.cff:1", "https://g.org"),
        ("README.md:1", "https://f.org/?a=b"),
    ]


# -- their form


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.org/x", "is no address of the web"),
        ("https://a/x", "is no address of the web"),
        ("https://a.org/x y", "is no address of the web"),
        ("https://a.org/x?utm_source=b&c=d&fbclid=e", "utm_source, fbclid in the address tells a host who came by which way; delete it from the address"),
        ("https://a.test/x", "no page of the web ends in .test"),
        ("https://a.org/x_(b", "has a bracket without its other"),
        ("https://a.org/x,", "ends in ','; delete it, or complete the address"),
        ("https://doi.org/11.1234/x", "'11.1234/x' is no DOI; write https://doi.org/10.1234/…"),
    ],
)  # fmt: skip
def test_a_form_that_is_wrong(report: Path, url: str, said: str) -> None:
    (line,) = told(report, url)
    assert line.startswith("3: s0: ")
    assert said in line


@pytest.mark.parametrize(
    "url", ["http://a.org", "https://a.org/x_(b)?c=d&source=e#f", "https://doi.org/10.1016/S0301-4215(99)00014-0"]
)  # fmt: skip
def test_a_form_that_is_right(report: Path, url: str) -> None:
    assert told(report, url) == []


def test_one_page_under_two_keys_is_told_unless_it_is_marked(report: Path) -> None:
    same = ("https://a.org/x", "http://www.a.org/x/")
    assert told(report, *same) == [
        "8: s1: the address stands under s0 too, in line 3; keep one of the two sources, or write in the note of one "
        "`same page as s0`"
    ]
    assert told(report, *same, notes=("", "same page as s0, another table")) == []
    assert told(report, "https://a.org/x?id=1", "https://a.org/x?id=2") == []


# -- what hosts answer


@pytest.mark.parametrize(
    ("path", "kind", "detail"),
    [
        ("ok", answers.OK, ""),
        ("only-get", answers.OK, ""),
        ("for-now", answers.OK, ""),
        ("moved", answers.MOVED, "http://land.org/ok"),
        ("for-good", answers.MOVED, "http://land.org/ok"),
        ("to-the-front", answers.MOVED, "http://land.org/, the front page: look whether the page is still there"),
        ("moved-and-gone", answers.GONE, "404"),
        ("gone", answers.GONE, "404"),
        ("for-ever", answers.GONE, "410"),
        ("forbidden", answers.REFUSED, "403"),
        ("too-many", answers.REFUSED, "429"),
        ("linkedin", answers.REFUSED, "999"),
        ("broken", answers.SILENT, "500"),
        ("loop", answers.SILENT, "it leads on without end"),
        ("hangs-up", answers.SILENT, "no connection"),
        ("slow", answers.SILENT, "nothing came in time"),
    ],
)  # fmt: skip
def test_what_an_answer_means(web: type[_Host], path: str, kind: str, detail: str) -> None:
    url = f"http://land.org/{path}"
    assert answers.ask([url], pause=0, limit=0.5) == {url: answers.Answer(url, kind, detail)}


def test_hosts_are_asked_politely(web: type[_Host]) -> None:
    urls = ["http://a.org/ok", "http://a.org/gone", "http://b.org/ok", "http://a.org/ok"]
    found = answers.ask(urls, pause=0.3)
    assert len(found) == 3
    heads = [(page, when) for command, page, when in web.asked if command == "HEAD"]
    assert sorted(page for page, _ in heads) == ["a.org/gone", "a.org/ok", "b.org/ok"]  # each once
    when = dict(heads)
    assert when["a.org/gone"] - when["a.org/ok"] >= 0.3
    assert when["b.org/ok"] - when["a.org/ok"] < 0.3
    (agent,) = web.agents
    assert agent.startswith("evident-links/")


def test_without_a_network_nobody_is_asked(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "getproxies", dict)
    monkeypatch.setattr(answers, "_is_known", lambda host: False)
    monkeypatch.setattr(answers, "ask", lambda urls: pytest.fail("somebody was asked"))
    told(report, "http://a.org/ok")
    done = CliRunner().invoke(cli.main, ["links"])
    assert (done.exit_code, done.output) == (
        0,
        "1 addresses, all well formed; there is no network, so nobody was asked\n",
    )


# -- the command


def test_what_is_gone_fails_and_what_moved_is_told(report: Path, web: type[_Host]) -> None:
    told(report, *(f"http://a.org/{path}" for path in ("ok", "moved", "forbidden", "broken")))
    done = CliRunner().invoke(cli.main, ["links"])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "data/sources.bib:8: s1: http://a.org/moved moved (http://land.org/ok); write the new address",
        "data/sources.bib:18: s3: http://a.org/broken no answer (500); ask again another day",
        "data/sources.bib:13: s2: http://a.org/forbidden refused (403); it answers no program; look yourself",
        "4 addresses, all well formed; 1 ok, 1 moved, 1 refused, 1 no answer",
    ]
    told(report, "http://a.org/gone")
    done = CliRunner().invoke(cli.main, ["links"])
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == (
        "data/sources.bib:3: s0: http://a.org/gone gone (404); give the page's new address, or that of an archived "
        "copy, or delete the field"
    )


def test_what_is_malformed_fails_and_is_not_asked_for(report: Path, web: type[_Host]) -> None:
    told(report, "http://a.test/ok", "http://a.org/ok")
    done = CliRunner().invoke(cli.main, ["links"])
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == "2 addresses, 1 malformed; 1 ok"
    assert {page for _, page, _ in web.asked} == {"a.org/ok"}


def test_offline_asks_nobody(report: Path, web: type[_Host]) -> None:
    told(report, "http://a.org/gone")
    done = CliRunner().invoke(cli.main, ["links", "--offline"])
    assert (done.exit_code, done.output) == (0, "1 addresses, all well formed; nobody was asked\n")
    assert web.asked == []


def test_the_same_for_another_program(report: Path, web: type[_Host]) -> None:
    told(report, "http://a.org/gone", "http://a.test/x")
    done = CliRunner().invoke(cli.main, ["links", "--json"])
    assert done.exit_code == 1
    gone, malformed = json.loads(done.output)
    assert gone == {
        "url": "http://a.org/gone", "file": "data/sources.bib", "line": 3, "source": "s0",
        "malformed": None, "answer": "gone", "detail": "404",
    }  # fmt: skip
    assert (
        malformed["malformed"]
        == "s1: no page of the web ends in .test; give the address that everybody can ask for"
    )
    assert malformed["answer"] is None
