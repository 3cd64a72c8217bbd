"""How the site is served: its policy and caching as headers, by the very configuration that the container has."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

import pytest

from evident.book import policy, serving
from tests.conftest import Copy

ROOT = Path(__file__).resolve().parents[1]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed, so nothing can serve the book here"
)


def test_the_policy_of_a_site_lets_through_what_each_page_does_and_no_more() -> None:
    one = "default-src 'none'; script-src 'self' file: 'sha256-bb='; object-src 'none'"
    other = "default-src 'none'; script-src 'self' file: 'sha256-aa='; style-src 'self' file: 'unsafe-hashes' 'sha256-cc='"
    told = dict(part.split(" ", 1) for part in serving.whole([one, other]).split("; "))
    assert told["default-src"] == told["object-src"] == "'none'"
    assert told["script-src"] == "'self' 'sha256-aa=' 'sha256-bb='"
    assert told["style-src"] == "'self' 'unsafe-hashes' 'sha256-cc='"
    assert told["img-src"] == "'self' data:"
    assert serving.whole([one, other]) == serving.whole([other, one])


def test_the_policy_is_read_from_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<head>{policy.meta(policy.policy('x = 1'))}</head>", "utf8")
    assert serving.read(page) == policy.policy("x = 1")
    page.write_text("<head></head>", "utf8")
    assert serving.read(page) == ""


def test_hosts_of_static_files_are_told_that_only_exhibits_may_be_framed() -> None:
    told = serving.headers("default-src 'none'")
    everywhere, embedded = told.split("/:edition/embed/*\n")
    assert everywhere.startswith("/*\n")
    assert "  X-Content-Type-Options: nosniff\n" in everywhere
    assert "frame-ancestors 'none'\n" in everywhere
    assert embedded.startswith("  ! Content-Security-Policy\n")
    assert "frame-ancestors *\n" in embedded


@pytest.fixture(scope="module")
def site(small_book: Copy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one edition as `build --all` puts it together."""
    folder = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(small_book.root / "_build/baseline/html", folder / "baseline")
    shutil.copyfile(folder / "baseline/index.html", folder / "index.html")
    shutil.copyfile(folder / "baseline/404.html", folder / "404.html")
    serving.write(folder)
    return folder


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    """nginx with the configuration of the container; only the place of the site, the port and /tmp are others."""
    assert NGINX
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scratch = site.parent / "tmp"
    scratch.mkdir()
    told = (ROOT / "serving/nginx.conf").read_text("utf8")
    told = told.replace("/tmp/", f"{scratch}/").replace("/srv/book", str(site))
    told, count = re.subn(r"listen 8080;", f"listen 127.0.0.1:{port};", told)
    assert count == 1
    (scratch / "nginx.conf").write_text(told, "utf8")
    own = "user root; " if os.geteuid() == 0 else ""
    process = subprocess.Popen(
        [NGINX, "-p", str(scratch), "-c", str(scratch / "nginx.conf"), "-e", "stderr", "-g", f"{own}daemon off;"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for _ in range(100):
            if process.poll() is not None:
                raise AssertionError(process.stderr.read() if process.stderr else "nginx ended")
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _ask(address: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@needs_nginx
def test_a_page_has_its_headers(server: str, site: Path) -> None:
    status, headers, body = _ask(f"{server}/baseline/trains.html")
    assert status == 200
    assert body == (site / "baseline/trains.html").read_bytes()
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    for name, value in serving.PLAIN.items():
        assert headers.get_all(name) == [value]
    (told,) = headers.get_all("Content-Security-Policy") or ["none"]
    assert told.endswith("; frame-ancestors 'none'")
    assert "default-src 'none'" in told
    assert "unsafe-inline" not in told
    assert headers["Cache-Control"] == "public, max-age=600"
    assert "1." not in headers["Server"]


@needs_nginx
def test_an_exhibit_may_be_framed_and_the_book_may_not(server: str, site: Path) -> None:
    page = next((site / "baseline/embed").glob("*.html")).name
    assert _ask(f"{server}/baseline/embed/{page}")[1]["Content-Security-Policy"].endswith(
        "; frame-ancestors *"
    )
    for other in ("/", "/baseline/index.html", "/baseline/embed/", "/baseline/_static/book.css"):
        assert _ask(server + other)[1]["Content-Security-Policy"].endswith("; frame-ancestors 'none'")


@needs_nginx
def test_what_has_a_checksum_in_its_address_is_kept_for_ever(server: str, site: Path) -> None:
    text = (site / "baseline/index.html").read_text("utf8")
    addresses = re.findall(r'(?:href|src)="(_static/[^"]+\?v=[0-9a-f]+)"', text)
    assert len(addresses) > 2
    for address in addresses:
        assert (
            _ask(f"{server}/baseline/{address}")[1]["Cache-Control"] == "public, max-age=31536000, immutable"
        )
    assert _ask(f"{server}/baseline/_static/book.css")[1]["Cache-Control"] == "public, max-age=3600"
    assert _ask(f"{server}/baseline/index.html?v=84c71d8fdf")[1]["Cache-Control"] == "public, max-age=600"


@needs_nginx
def test_pages_are_compressed_and_asked_for_again_by_their_tag(server: str, site: Path) -> None:
    _, headers, body = _ask(f"{server}/baseline/trains.html", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == (site / "baseline/trains.html").read_bytes()
    status, _, body = _ask(
        f"{server}/baseline/trains.html", Accept_Encoding="gzip", If_None_Match=headers["ETag"]
    )
    assert status == 304
    assert not body


@needs_nginx
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("departures.epub", "application/epub+zip"),
        ("departures.pdf", "application/pdf"),
        ("departures-data.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("departures-data.sqlite", "application/vnd.sqlite3"),
        ("departures-data.zip", "application/zip"),
    ],
)
def test_files_are_told_as_what_they_are(server: str, name: str, kind: str) -> None:
    status, headers, _ = _ask(f"{server}/baseline/_downloads/{name}")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, kind, "public, max-age=3600")


@needs_nginx
def test_scripts_and_tables_have_their_alphabet(server: str, site: Path) -> None:
    assert _ask(f"{server}/baseline/_static/book.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    table = next((site / "baseline/_downloads/exhibits").rglob("*.csv"))
    address = table.relative_to(site).as_posix()
    assert _ask(f"{server}/{address}")[1]["Content-Type"] == "text/csv; charset=utf-8"


@needs_nginx
def test_a_wrong_address_has_the_page_for_it(server: str, site: Path) -> None:
    for address in ("/baseline/nowhere.html", "/_headers", "/_policy.conf", "/baseline/embed/nowhere.html"):
        status, headers, body = _ask(server + address)
        assert (status, body) == (404, (site / "404.html").read_bytes()), address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" not in (headers["Cache-Control"] or "")


@needs_nginx
def test_a_browser_opens_pages_without_a_complaint(server: str, site: Path, browser) -> None:  # type: ignore[no-untyped-def]
    pages = [
        "index.html",
        "trains.html",
        "evidence.html",
        "evidence-trains.html",
        "references.html",
        "search.html",
        "404.html",
    ]
    pages.append(next((site / "baseline/embed").glob("*.html")).relative_to(site / "baseline").as_posix())
    page = browser.new_page()
    told: list[str] = []

    def hear(said: Any) -> None:
        where = said.location["url"]  # the small report has no icon, for which a browser asks when it likes
        if said.type in ("error", "warning") and not where.endswith("/favicon.ico"):
            told.append(f"{where}: {said.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: told.append(str(error)))
    # What is still loaded when the next page is opened is left; it has not failed.
    page.on(
        "requestfailed", lambda asked: told.append(asked.url) if asked.failure != "net::ERR_ABORTED" else None
    )
    for name in pages:
        page.goto(f"{server}/baseline/{name}", wait_until="load")
    page.close()
    assert told == []


def test_the_container_serves_what_is_built_and_nothing_else() -> None:
    told = (ROOT / "serving/Containerfile").read_text("utf8")
    assert "COPY _build/site/ /srv/book/" in told
    assert "COPY serving/nginx.conf /etc/nginx/nginx.conf" in told
    kept = [
        line
        for line in (ROOT / "serving/Containerfile.dockerignore").read_text("utf8").splitlines()
        if not line.startswith("#")
    ]
    assert kept == ["*", "!serving", "!_build", "_build/*", "!_build/site"]
