"""Links to the glossary that tell on the spot what a term means.

Belongs here: finding the links that Sphinx made of {term}`…`. Does not: the notes that they open (`notes.py`), the lint
(`terms.py`).
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evident.book.index import book
from evident.book.nodes import TermReference


class LinkTerms(SphinxPostTransform):
    """Turns a link to an entry on another page into one that its definition describes."""

    default_priority = 11  # behind Sphinx's own resolver

    def run(self, **kwargs: object) -> None:
        for link in list(self.document.findall(nodes.reference)):
            entry = str(link.get("refuri", "")).rpartition("#")[2]
            if entry in book(self.env).terms and any(
                "std-term" in word["classes"] for word in link.findall(nodes.inline)
            ):
                text = nodes.Text(link.astext())
                link.replace_self(
                    TermReference("", "", text, internal=True, refuri=link["refuri"], entry=entry)
                )
