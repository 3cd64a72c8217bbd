"""Where the places of a book are, for whoever is not in it: links that leave with a picture, a feed, a citation.

Belongs here: the address of the site and of a place of the book, and making sure that Sphinx uses them. Does not: links
from page to page (`index.py`), what is told to other sites (`sharing.py`, `feed.py`), the site itself (`site.py`).

One setting says where the site is that `make editions` lays out: Sphinx's `html_baseurl` in
`_config.yml`, or the environment variable EVIDENT_SITE_URL, which comes first. A book lies in it below the name of its
edition. While neither is set the copy is unpublished, and addresses begin at the first page of the book.
"""

import os
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from evident import paths
from evident.export.payloads import BASELINE


def settle(app: Sphinx, config: Config) -> None:
    """Give Sphinx the address of this book in the site (event `config-inited`).

    Raises:
        NoAddress: what is set is no address.
    """
    where = f"{paths.report().root / '_config.yml'}: html_baseurl"
    site = paths.address_from(paths.SITE_URL, config.html_baseurl, where)
    edition = os.environ.get("EVIDENT_EDITION", "") or BASELINE
    tag = f"{paths.report().tag}/" if paths.report().tag else ""
    config.html_baseurl = f"{site}/{quote(edition)}/{tag}" if site else ""


def absolute(env: BuildEnvironment, page: str, anchor: str = "") -> str:
    """The address of a place of the book: absolute where the site has an address, else from the book's first page.

    Args:
        page: the name of a page, or the path of a file of the book that ends in a suffix (`_static/cards/index.png`).
        anchor: of the place on the page; empty for the page as a whole.

    Returns:
        https://example.org/baseline/theme.html#anchor, or theme.html#anchor.
    """
    path = page if page not in env.all_docs and "." in page.rpartition("/")[2] else f"{page}.html"
    return f"{env.config.html_baseurl}{path}{'#' if anchor else ''}{anchor}"
