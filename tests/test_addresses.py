"""Where the book and the project are: absolute addresses, the feed of releases, reports of errors."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from evident import paths
from evident.book.reporting import new_issue

from .conftest import Copy

SITE, PROJECT = "https://a.org/r", "https://gitlab.example.org/x/y"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGELOG = "# Changes\n\n## Unreleased\n\n- Later.\n\n## 0.2.0 – 2026-11-20\n\n- A *table* & more.\n\n## 0.1.0\n\n- First.\n"


def release(number: str, date: str, **more: object) -> str:
    told = {"version": number, "date": date, "about": "", "evidence": {}, "notebooks": {}}
    return json.dumps(told | more) + "\n"


@pytest.fixture(scope="module")
def unpublished(small: Copy) -> Copy:
    """The small report with two releases, of which the first is a draft; neither site nor project has an address."""
    folder = small.root / "data/releases"
    folder.mkdir()
    (folder / "0.1.0.json").write_text(release("0.1.0", "2026-10-01", draft=True), "utf8")
    (folder / "0.2.0.json").write_text(release("0.2.0", "2026-11-20", about="The first."), "utf8")
    (small.root / "CHANGELOG.md").write_text(CHANGELOG, "utf8")
    small.build("--html")
    return small


@pytest.fixture(scope="module")
def published(unpublished: Copy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same where both have addresses, in the files that say so: the book as it then is."""
    config = ("_config.yml", "    language: en\n", f"    language: en\n    html_baseurl: {SITE}/\n")
    project = ("pyproject.toml", "[tool.evident]\n", f'[tool.evident]\nproject_url = "{PROJECT}"\n')
    with unpublished.tried(), unpublished.edited(*config), unpublished.edited(*project):
        unpublished.build("--html")
        aside = tmp_path_factory.mktemp("published") / "html"
        unpublished.file("html").resolve().rename(aside)
    return aside


def head(html: str) -> dict[str, str]:
    """What the head of a page tells others: of properties their content, of links their address."""
    said = re.findall(r'<meta property="([^"]*)" content="([^"]*)">', html)
    links = re.findall(r'<link rel="(canonical|alternate)"[^>]*href="([^"]*)"', html)
    return dict([*said, *links])


def described(book: Path) -> str:
    """What the description of an exhibit's table says."""
    (file,) = (book / "_downloads/exhibits").glob("trains-cities.csv*.json")
    return file.read_text("utf8")


# -- addresses


def test_an_unpublished_copy_has_no_address_to_tell(unpublished: Copy) -> None:
    told = head(unpublished.html("trains"))
    assert told["og:image"] == "_static/cards/trains.png"
    assert told["alternate"] == "releases.xml"
    assert "canonical" not in told
    assert "og:url" not in told
    assert '"trains.html#exhibit-trains-cities"' in described(unpublished.file("html"))


def test_a_published_book_tells_addresses_below_its_edition(published: Path) -> None:
    told = head((published / "trains.html").read_text("utf8"))
    assert told["canonical"] == told["og:url"] == "https://a.org/r/baseline/trains.html"
    assert told["og:image"] == "https://a.org/r/baseline/_static/cards/trains.png"
    assert '"https://a.org/r/baseline/trains.html#exhibit-trains-cities"' in described(published)


def test_the_environment_comes_before_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.address_from(paths.SITE_URL, "https://a.org/r/", "x") == "https://a.org/r"
    monkeypatch.setenv(paths.SITE_URL, "http://b.org")
    assert paths.address_from(paths.SITE_URL, "https://a.org/r/", "x") == "http://b.org"


@pytest.mark.parametrize(
    "written",
    [
        "ftp://a.org",
        "a.org",
        "https://",
        "https://a.org/?q=1",
        "https://a.org/#x",
        "https://u@a.org",
        'https://a.org/"',
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(
        paths.NoAddress, match=r"html_baseurl = .* is no address to link to; write it as https"
    ):
        paths.address_from("", written, "html_baseurl")


def test_a_build_refuses_them_before_anything_runs(unpublished: Copy) -> None:
    config = ("_config.yml", "    language: en\n", "    language: en\n    html_baseurl: nowhere\n")
    with unpublished.edited(*config) as line:
        assert (
            f"_config.yml:{line + 1}: sphinx.config.html_baseurl = 'nowhere' is no address"
            in unpublished.fails("build")
        )
    project = ("pyproject.toml", "[tool.evident]\n", '[tool.evident]\nproject_url = "x"\n')
    with unpublished.edited(*project):
        assert "pyproject.toml: project_url = 'x' is no address" in unpublished.fails("build")


# -- the feed


def test_the_feed_tells_of_published_releases(published: Path) -> None:
    feed = ElementTree.parse(published / "releases.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    assert [child.tag.removeprefix(ATOM) for child in feed] == [
        "title",
        "id",
        "updated",
        "author",
        "link",
        "link",
        "entry",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00Z"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://a.org/r/baseline/index.html",
        "self": "https://a.org/r/baseline/releases.xml",
    }
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Departures, release 0.2.0"
    assert entry.findtext(f"{ATOM}summary") == "The first."
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == (
        "html",
        "<ul>\n<li>A <em>table</em> &amp; more.</li>\n</ul>\n",
    )


def test_names_in_the_feed_stay_when_the_site_moves(unpublished: Copy, published: Path) -> None:
    feeds = [unpublished.file("html/releases.xml"), published / "releases.xml"]
    names = [[i.text for i in ElementTree.parse(feed).iter(f"{ATOM}id")] for feed in feeds]
    assert names[0] == names[1]
    assert len(set(names[0])) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name or "") for name in names[0])


# -- reports of errors


def test_forms_of_forges_are_filled_in() -> None:
    assert new_issue("https://codeberg.org/x/y", "A & b", "c\nd") == (
        "https://codeberg.org/x/y/issues/new?title=A%20%26%20b&body=c%0Ad"
    )
    assert new_issue("https://gitlab.com/x/y", "A", "b") == (
        "https://gitlab.com/x/y/-/issues/new?issue%5Btitle%5D=A&issue%5Bdescription%5D=b"
    )


def test_without_a_project_links_lead_to_the_place_that_says_how(unpublished: Copy) -> None:
    page = unpublished.html("trains")
    foot = re.search(r'<a class="report-page" href="([^"]*)"', page)
    assert foot
    assert foot[1].replace("&amp;", "&") == "index.html?what=Trains&place=trains.html#reporting"
    assert 'href="index.html#reporting" data-report="trains.growth"' in page
    assert '<section class="reporting" id="reporting"' in unpublished.html("index")


def opened(page, book: Path):  # type: ignore[no-untyped-def]
    """The link of the note on a number, which a reader has opened and is about to follow; and the number."""
    page.goto((book.resolve() / "trains.html").as_uri())
    fact = page.locator("article a.fact[aria-describedby=note-trains-growth]").first
    fact.scroll_into_view_if_needed()
    page.wait_for_timeout(200)  # a scroll that is still going on would close the note
    fact.hover()
    link = page.locator("#note-trains-growth a[data-report]")
    link.wait_for(timeout=5_000)
    link.hover()
    return link, fact.text_content()


def test_the_link_of_a_note_says_what_it_concerns(published: Path, browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    link, value = opened(page, published)
    asked = parse_qs(urlsplit(link.get_attribute("href")).query)
    page.close()
    assert asked["issue[title]"] == ["Error: trains.growth"]
    lines = asked["issue[description]"][0].splitlines()
    assert lines[:4] == [
        "Concerns: trains.growth",
        f"As printed: {value}",
        "Where it stands: https://a.org/r/baseline/evidence-trains.html#fact-trains-growth",
        "Read on: https://a.org/r/baseline/trains.html",
    ]
    assert lines[5] == "Version: 0.1.0"


def test_the_place_for_reports_shows_what_the_link_was_about(unpublished: Copy, browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    link, _ = opened(page, unpublished.file("html"))
    link.click()
    page.wait_for_url("**/index.html?*")
    assert page.locator("[data-field=what] dd").text_content() == "trains.growth"
    assert page.locator("[data-field=place] dd").text_content() == "evidence-trains.html#fact-trains-growth"
    page.goto(page.url.partition("?")[0] + "?what=%3Cimg src=x onerror=alert(1)%3E")
    assert page.locator(".reporting img").count() == 0
    assert page.locator("[data-field=what] dd").text_content() == "<img src=x onerror=alert(1)>"
    page.close()


def test_an_exhibit_has_a_link_to_report_an_error_in_it(published: Path) -> None:
    page = (published / "trains.html").read_text("utf8")
    links = re.findall(r'<a class="exhibit-report" href="([^"]*)"', page)
    asked = [parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in links]
    assert len(links) == page.count('class="exhibit exhibit-')
    assert "https://a.org/r/baseline/trains.html#exhibit-trains-cities" in asked[0]["issue[description]"][0]
