"""The book as a Sphinx extension: facts, exhibits, evidence catalogue, references, the rule of digits.

Belongs here: registering the parts. Does not: the parts themselves, one a module; each says what it is for.

Chapters use the roles `fact`, `claim`, `given`, `lit`, `dataset`, `cite:p`, `cite:t` and the directives `exhibit`,
`tiles`, `explorer`, `cards`, `catalogue`, `changes`, `chooser`, `evidence`, `keynumbers`, `measured`, `ranges`,
`references`, `reporting`, `verdicts`.
Executed notebooks are read from the folder in `evident_notebooks`, else EVIDENT_NOTEBOOKS, else
`_build/<EVIDENT_EDITION>/notebooks`.
"""

import gc
from typing import Any

from sphinx.application import Sphinx

from evident.book import (
    addresses,
    catalogue_start,
    chart_answers,
    embedding,
    feed,
    firm,
    languages,
    mathml,
    notes,
    places,
    references,
    reporting,
    search_files,
    sharing,
    stacked,
    style,
    theme,
)
from evident.book.bibliography import CiteDomain
from evident.book.catalogue import CatalogueDirective, FillCatalogue
from evident.book.catalogue_start import EvidenceDirective, FillStart, visit_start, write_entries
from evident.book.changes import ChangesDirective, FillChanges, forget, write_files
from evident.book.chinese import MarkChinese
from evident.book.chooser import ChooserDirective, load_script, visit_chooser
from evident.book.claim import ClaimRole, LeaveSilence, LinkClaims
from evident.book.dataset_link import DatasetRole, TextElsewhere, depart_dataset_link, visit_dataset_link
from evident.book.digit_rule import DigitRule
from evident.book.downloads import write_downloads
from evident.book.edition import VerdictRule
from evident.book.exhibit import ExhibitDirective
from evident.book.explorer import (
    ExplorerDirective,
    OnlyInHtml,
    load_scripts,
    offer_own_files,
    visit_explorer,
)
from evident.book.fact import (
    FactRole,
    FactsInAltText,
    LinkFacts,
    LiteralRole,
    RefuseInTranslation,
    StableAnchors,
    refuse_facts_in_markdown_images,
)
from evident.book.folding import visit_entry, visit_folded
from evident.book.given import GivenRole
from evident.book.glossary import FillGlossary
from evident.book.glyph_rule import GlyphRule
from evident.book.html import (
    depart_claim,
    depart_claim_reference,
    depart_fact,
    depart_fact_reference,
    depart_term_reference,
    skip,
    visit_chart,
    visit_claim,
    visit_claim_reference,
    visit_exhibit,
    visit_fact,
    visit_fact_reference,
    visit_line_break,
    visit_term_reference,
)
from evident.book.image_rule import ImageRule
from evident.book.index import PageCollector, ResolveLinks, bind
from evident.book.keynumbers import KeyNumbersDirective
from evident.book.left_out import LeaveOut
from evident.book.markup_rule import MarkupRule
from evident.book.measured import MeasuredDirective
from evident.book.nodes import (
    CatalogueStart,
    ChapterCards,
    Chart,
    Chooser,
    ClaimNode,
    ClaimReference,
    DatasetLink,
    Entry,
    ExhibitFigure,
    ExhibitTable,
    Explorer,
    FactNode,
    FactReference,
    Folded,
    LineBreak,
    PendingBound,
    PendingChanges,
    PendingEntries,
    PendingLink,
    PendingUses,
    PlaceFigure,
    PlaceTable,
    ReferenceFilter,
    Reporting,
    TermReference,
    VerdictCards,
)
from evident.book.ranges_table import RangesDirective
from evident.book.raw_html import RawHtml
from evident.book.references import FillReferences, ReferencesDirective, visit_filter
from evident.book.reporting import ReportingDirective, visit_reporting
from evident.book.search_text import TextCollector
from evident.book.source_rule import refuse_misread_source
from evident.book.term_links import LinkTerms
from evident.book.tiles import Tiles, TilesDirective, visit_tiles
from evident.book.translating import CellsOfTables, TranslationRule
from evident.book.verdicts import (
    CardsDirective,
    VerdictsDirective,
    visit_chapter_cards,
    visit_verdict_cards,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    # The trees of all pages live to the end: to look for garbage among them takes a fifth of a build's time.
    gc.set_threshold(1_000_000)
    app.add_config_value("evident_notebooks", "", "env", [str])
    app.add_config_value(
        "comments_config", {}, "html"
    )  # Jupyter Book sets it though nobody asked for comments
    app.add_role("fact", FactRole())
    app.add_role("claim", ClaimRole())
    app.add_role("given", GivenRole())
    app.add_role("lit", LiteralRole())
    app.add_role("dataset", DatasetRole())
    app.add_directive("exhibit", ExhibitDirective)
    app.add_directive("tiles", TilesDirective)
    app.add_directive("explorer", ExplorerDirective)
    app.add_directive("catalogue", CatalogueDirective)
    app.add_directive("cards", CardsDirective)
    app.add_directive("evidence", EvidenceDirective)
    app.add_directive("changes", ChangesDirective)
    app.add_directive("chooser", ChooserDirective)
    app.add_directive("keynumbers", KeyNumbersDirective)
    app.add_directive("measured", MeasuredDirective)
    app.add_directive("ranges", RangesDirective)
    app.add_directive("references", ReferencesDirective)
    app.add_directive("reporting", ReportingDirective)
    app.add_directive("verdicts", VerdictsDirective)
    app.add_domain(CiteDomain)

    app.add_node(FactNode, html=(visit_fact, depart_fact))
    app.add_node(FactReference, html=(visit_fact_reference, depart_fact_reference))
    app.add_node(ClaimNode, html=(visit_claim, depart_claim))
    app.add_node(ClaimReference, html=(visit_claim_reference, depart_claim_reference))
    app.add_node(TermReference, html=(visit_term_reference, depart_term_reference))
    app.add_enumerable_node(ExhibitFigure, "figure", html=(visit_exhibit, skip))
    app.add_enumerable_node(ExhibitTable, "table", html=(visit_exhibit, skip))
    app.add_node(PlaceFigure, html=(visit_exhibit, skip))
    app.add_node(PlaceTable, html=(visit_exhibit, skip))
    app.add_node(Chart, html=(visit_chart, skip))
    app.add_node(Tiles, html=(visit_tiles, skip))
    stacked.setup(app)
    app.add_node(Explorer, html=(visit_explorer, skip))
    app.add_node(Chooser, html=(visit_chooser, skip))
    app.add_node(VerdictCards, html=(visit_verdict_cards, skip))
    app.add_node(ChapterCards, html=(visit_chapter_cards, skip))
    app.add_node(Reporting, html=(visit_reporting, skip))
    app.add_node(DatasetLink, html=(visit_dataset_link, depart_dataset_link))
    app.add_node(LineBreak, html=(visit_line_break, skip))
    app.add_node(CatalogueStart, html=(visit_start, skip))
    app.add_node(Entry, html=(visit_entry, skip))
    app.add_node(Folded, html=(visit_folded, skip))
    app.add_node(ReferenceFilter, html=(visit_filter, skip))
    app.add_node(PendingChanges)
    app.add_node(PendingEntries)
    app.add_node(PendingBound)
    app.add_node(PendingLink)
    app.add_node(PendingUses)
    app.add_html_math_renderer("mathml", (mathml.inline, None), (mathml.display, None))

    app.connect("source-read", places.note_place)
    app.connect("source-read", refuse_facts_in_markdown_images)
    app.connect("source-read", refuse_misread_source)
    for transform in (
        CellsOfTables,
        TranslationRule,
        RawHtml,
        mathml.Labels,
        RefuseInTranslation,
        FactsInAltText,
        ImageRule,
        StableAnchors,
        LeaveSilence,
        LeaveOut,
        MarkupRule,
        VerdictRule,
        DigitRule,
        GlyphRule,
    ):
        app.add_transform(transform)
    app.add_env_collector(PageCollector)
    app.add_env_collector(TextCollector)
    app.add_env_collector(mathml.FormulaCollector)
    app.connect("env-purge-doc", forget)
    app.connect("env-updated", bind)
    app.connect("env-updated", mathml.convert_formulas)
    for post_transform in (
        FillReferences,
        LinkFacts,
        LinkClaims,
        ResolveLinks,
        LinkTerms,
        FillGlossary,
        FillCatalogue,
        FillStart,
        FillChanges,
        MarkChinese,
        OnlyInHtml,
        TextElsewhere,
    ):
        app.add_post_transform(post_transform)

    app.add_html_theme("evident", str(style.THEME))
    app.add_js_file("frame.js", loading_method="defer")
    app.add_js_file("book.js", loading_method="defer")
    app.connect("config-inited", addresses.settle)
    app.connect("config-inited", offer_own_files)
    app.connect("builder-inited", theme.keep_build_info)
    app.connect("builder-inited", theme.spare_work)
    app.connect("builder-inited", search_files.replace_sphinx_search)
    app.connect("builder-inited", firm.forget)
    app.connect("doctree-read", languages.translate_captions, priority=300)
    app.connect("html-page-context", theme.add_words)
    app.connect("html-page-context", languages.tell)
    app.connect("html-page-context", notes.add_notes)
    app.connect("html-page-context", load_scripts)
    app.connect("html-page-context", load_script)
    app.connect("html-page-context", catalogue_start.load_script)
    app.connect("html-page-context", references.load_script)
    app.connect("html-page-context", chart_answers.load_scripts)
    app.connect("html-page-context", sharing.describe)
    app.connect("html-page-context", reporting.tell_page)
    app.connect("html-collect-pages", sharing.missing_page)
    app.connect("html-collect-pages", search_files.search_page)
    for finish in (
        write_downloads,
        chart_answers.write_marks,
        embedding.write_pages,
        write_files,
        write_entries,
        sharing.write_cards,
        feed.write_feed,
        search_files.write_index,
        theme.take_build_info,
        theme.list_unused,
    ):
        app.connect("build-finished", finish)
    # After the themes below ours, which write style sheets then too.
    app.connect("build-finished", style.write_style, priority=900)
    app.connect("build-finished", style.remove_unused, priority=901)
    return {"version": "1", "env_version": 5, "parallel_read_safe": True, "parallel_write_safe": True}
