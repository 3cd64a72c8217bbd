"""The document nodes that the book extension makes, for whoever writes HTML or Typst from them.

Belongs here: node classes and what their attributes mean. Does not: how they are made (`fact.py`,
`exhibit.py`) or rendered.

Beside these the extension makes standard docutils nodes only, told apart by classes: text with class
`language-zh` is Chinese; `lit` a figure meant literally; `given` words that carry the condition of a claim (attribute
`given` names its parameters); a container `keynumbers` holds one container `keynumber` a card, with paragraphs
`keynumber-value` and `keynumber-label`; everything in a container
`generated` was written by the extension and not by an author. In the evidence catalogue definition lists have
class `catalogue`, and inlines `catalogue-key`, `catalogue-flag` and `catalogue-label` hold an id, a status or
quality, and the name of a field; `catalogue-places` holds links to the pages that print a fact and to their sections
(attributes `fact`, its key, and `otherwise`, the text if it is printed nowhere), `catalogue-reach` the pages that print
what comes of a figure.
"""

from docutils import nodes


class FactNode(nodes.inline):
    """A fact in running text. Its child is the printed text; attribute `key` names the fact, `verdict` the
    verdict (`ahead` …) if it is one. Before references are resolved it is turned into a `FactReference`,
    except inside titles and links, where it stays and prints as plain text."""


class FactReference(nodes.reference):
    """A fact that links to its entry in the evidence catalogue. Attributes of a reference, `fact` (the
    payload) and, if it is one, `verdict`."""


class TermReference(nodes.reference):
    """A term that links to its entry in the glossary. Attributes of a reference, and `entry` (its anchor there)."""


class ClaimNode(nodes.inline):
    """Words bound to tests. Attributes `keys` (of the claims), `words` (as the author bound them, without the
    alternative), `holds`. Before references are resolved a `ClaimReference` is added to its children."""


class ClaimReference(nodes.reference):
    """The mark behind the words of a claim; it links to the claim's entry in the evidence catalogue. Attributes of a
    reference, `claims` (payloads) and `holds`."""


class Exhibit(nodes.General, nodes.Element):
    """A figure or table of a notebook. Attributes `key`, `kind`, `ids`, `downloads` [(kind, path in the HTML
    book)], `payload` (the exhibit's JSON without its drawings).

    Children, in order: `nodes.caption` (the take-away title), a paragraph with class `exhibit-subtitle`, the
    body (`Chart` or `nodes.table`), then paragraphs with class `exhibit-note` (may be missing) and
    `exhibit-source`.
    """


class ExhibitFigure(Exhibit):
    """An exhibit that is a chart; numbered with the figures."""


class ExhibitTable(Exhibit):
    """An exhibit that is a table; numbered with the tables."""


class PlaceFigure(ExhibitFigure):
    """A chart on a page of one place (`places.py`); without a number, since all these pages have the same charts."""


class PlaceTable(ExhibitTable):
    """A table on such a page, without a number."""


class Chart(nodes.General, nodes.Element):
    """A chart. Attributes `key`, `alt`, `wide` and `narrow` (SVG elements as text), `answers` (what
    its controls need, `chart_answers.py`; empty where it cannot be asked)."""


class Explorer(nodes.General, nodes.Element):
    """What a reader can set otherwise, in HTML only; other outputs have the exhibit that stands before it.
    Attributes `key`, `ids`, and `payload` (the explorer's JSON)."""


class Chooser(nodes.General, nodes.Element):
    """Where a reader chooses settings of sweeps, in HTML only. Attribute `notebooks`: whose sweeps, in order."""


class VerdictCards(nodes.table):
    """Promises and their verdicts: a table of promise, verdict and distance, in HTML a list of cards. Rows have an
    attribute `bar`: the ends of what was reached and what was promised, or None."""


class ChapterCards(nodes.table):
    """Chapters: a table of link, number, finding and verdict (which may be empty), in HTML a list of cards."""


class Reporting(nodes.General, nodes.Element):
    """Where links "Report an error" lead while the project has no address, in HTML only. Attribute `ids`."""


class DatasetLink(nodes.inline):
    """A link to a file of the whole data set, in HTML only. Attribute `file`, its name; its child is the
    text."""


class Pending(nodes.inline):
    """A place that is filled when every page has been read, before references are resolved."""


class Entry(nodes.definition_list_item):
    """An entry of the evidence catalogue in HTML, which opens. Attributes `key`, what authors know it by, and `opens`,
    the anchor that opens it. Children: a term, which is seen of it at first, and a definition."""


class Folded(nodes.General, nodes.Element):
    """What a page of HTML shows when it is asked for. Attributes `opens`, the anchor that opens it, if there is one,
    and `heading`, the level of its first child as a heading, 0 for none. Children: its name, then what it holds."""


class CatalogueStart(nodes.General, nodes.Element):
    """Where the table of the whole evidence catalogue will stand, and in HTML its filter."""


class ReferenceFilter(nodes.General, nodes.Element):
    """The filter of the list of references, in HTML only. Attributes `kinds` and `languages`: the class of the items,
    a name and a number of each choice; `letters`: those under which documents stand."""


class PendingEntries(nodes.General, nodes.Element):
    """Where entries of the evidence catalogue will stand. Attributes `notebook`, `kind` and `indicator`."""


class PendingChanges(nodes.General, nodes.Element):
    """Where what changed will stand. Attributes `before` and `after`, the names of what is compared."""


class PendingUses(Pending):
    """Where facts are printed. Attributes `keys`, and `otherwise`: the text if they are printed nowhere."""


class PendingBound(Pending):
    """The words bound to a claim. Attributes `key`, and `otherwise`: the text if nothing is bound to it."""


class PendingLink(Pending):
    """A link to an entry of the evidence catalogue or of the references, or to an exhibit. Attributes `kind`
    (`fact`, `exhibit`, `source`, `table` of the data) and `key`; its children are the text of the link."""


class LineBreak(nodes.inline):
    """The end of a line inside a paragraph. Read as text it is a blank."""

    def astext(self) -> str:
        return " "
