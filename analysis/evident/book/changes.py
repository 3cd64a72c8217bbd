"""What changed, printed for readers: the directive `changes`, and the files that have all of it.

Belongs here: the directive, filling its place when the book is known, the files. Does not: what is compared
(`compared.py`), which changes are told (`changed.py`), how they look (`changes_nodes.py`).

    ```{changes} baseline coal-rebound     what differs between two versions
    ```{changes} release:0.1.0             what differs between one and this book
    ```{changes} editions                  the claims that turn in any edition, then each edition against the baseline
    ```{changes} releases                  each release against the one before it, and this book against the last

Editions are those that sweeps have computed; of evidence that a sweep was not computed for nothing is printed. When a
page is read only headings are made: what changed is put below them when the page is written, since it links to where
the book prints it.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from evident import paths, reads
from evident.book import changed, compared
from evident.book.changes_nodes import ChangesNodes, Where
from evident.book.compared import BOOK, Side
from evident.book.exhibit_csv import spreadsheet_cell
from evident.book.fact import depend_on
from evident.book.index import address, book, resolve_links
from evident.book.nodes import PendingChanges
from evident.book.notebooks import UnknownExport, library_of
from evident.run import differences, each, releases
from evident.run.differences import Change, Difference
from evident.run.parameters import in_language, load_edition
from evident.run.releases import value_of
from evident.run.versions import RELEASE
from evident.text import sentences
from evident.text.words import Words

FOLDER = "changes"  # below _downloads
EDITIONS, RELEASES = "editions", "releases"
_STATES = {"holds": changed.HOLDS, "fails": changed.FAILS, "unknown": changed.UNKNOWN}

Pair = tuple[str, str]


class ChangesDirective(SphinxDirective):
    """{changes} A B prints what differs between two versions; {changes} editions and {changes} releases all of them."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[Node]:
        words = Words(self.config.language)
        try:
            if self.arguments == [EDITIONS]:
                return list(self._editions(words))
            if self.arguments == [RELEASES]:
                return list(self._releases(words))
            before, after = (*self.arguments, BOOK)[:2]
            return [self._place(before, after)]
        except (paths.Mistake, UnknownExport) as error:
            raise self.error(f"changes {' '.join(self.arguments)}: {error}") from None

    def _place(self, before: str, after: str) -> PendingChanges:
        """Where a comparison will stand; the page comes to depend on what is compared."""
        for name in compared.names_of_editions() if before == EDITIONS else (before, after):
            for file in compared.files_of(name):
                self.env.note_dependency(os.path.relpath(file, self.env.srcdir))
        library = library_of(self.config)
        for run in compared.runs(library):
            library.notebook(run)
            depend_on(self.env, library, run)
        _pairs(self.env).setdefault(self.env.docname, []).append((before, after))
        return PendingChanges("", before=before, after=after)

    def _editions(self, words: Words) -> Iterator[Node]:
        names = compared.names_of_editions()
        yield self._place(EDITIONS, EDITIONS)
        for name in names[1:]:
            edition = in_language(load_edition(name), paths.report().language)
            reason = nodes.paragraph("", " ".join(edition.reason.split()))
            yield self._section(edition.title, f"edition-{name}", reason, self._place(names[0], name))

    def _releases(self, words: Words) -> Iterator[Node]:
        known = releases.known()
        if not known:
            yield nodes.paragraph("", words("book.changes.no_release"), classes=["generated"])
        after = BOOK
        for number in reversed(known):
            release = releases.read(releases.file_of(number))
            name = f"{RELEASE}:{number}"
            key = "from_to" if after != BOOK else "since_draft" if release.draft else "since"
            title = words(f"book.changes.{key}", number=number, next=after.partition(":")[2])
            about = (
                [nodes.paragraph("", sentences.known(release.about, self.config.language))]
                if release.about
                else []
            )
            yield self._section(title, f"since-{number}", *about, self._place(name, after))
            after = name

    def _section(self, title: str, ids: str, *children: Node) -> nodes.section:
        made = nodes.section(
            "", nodes.title("", title), *children, ids=[nodes.make_id(ids)], classes=["generated"]
        )
        self.state.document.note_explicit_target(made)
        return made


def _pairs(env: BuildEnvironment) -> dict[str, list[Pair]]:
    """What each page compares; kept in the environment from build to build."""
    found: dict[str, list[Pair]] = env.__dict__.setdefault("evident_changes", {})
    return found


def page_of_releases(env: BuildEnvironment) -> str:
    """The page that tells what changed between releases; empty if no page does."""
    return next(
        (
            page
            for page, pairs in sorted(_pairs(env).items())
            if any(a.startswith(f"{RELEASE}:") for a, _ in pairs)
        ),
        "",
    )


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """A page is read anew (event `env-purge-doc`)."""
    _pairs(env).pop(docname, None)


class FillChanges(SphinxPostTransform):
    """Puts what changed where a directive asked for it."""

    default_priority = 700

    def run(self, **kwargs: object) -> None:
        places = list(self.document.findall(PendingChanges))
        if not places:
            return
        reads.note("places")
        told = Told(self.env, lambda page, ids: address(self, page, ids))
        for place in places:
            made = nodes.container(
                "", *told.of((place["before"], place["after"])), classes=["generated", "changes"]
            )
            place.replace_self(made)
            resolve_links(self, made)


class Told:
    """What is told of comparisons.

    Args:
        find: the address of an anchor of a page.
    """

    def __init__(self, env: BuildEnvironment, find: Any = None) -> None:
        self._env, self._find = env, find
        self._library, self._words = library_of(env.config), Words(env.config.language)
        self._book = book(env)
        self._nodes = ChangesNodes(self._words, self.label, self._theme)
        self._titled = self._titles()
        self._sides: dict[str, Side] = {}

    def side(self, name: str) -> Side:
        """One of two that are compared."""
        if name not in self._sides:
            self._sides[name] = compared.side(name, self._library, self._words)
        return self._sides[name]

    def of(self, pair: Pair) -> Iterator[Node]:
        """The nodes of one comparison."""
        before, after = pair
        if before == EDITIONS:
            yield from self._turning()
            return
        sides = old, new = self.side(before), self.side(after)
        missing = old.missing | new.missing
        yield from self._not_computed(missing, (old.version.names & new.version.names) - missing.keys())
        found = difference(old, new)
        themes = changed.by_theme(found.changes, self.is_printed, self._words("common.claims.unknown"))
        both = {"before": old.name, "after": new.name}
        alike = not {before, after} - set(compared.names_of_editions())
        counts = [
            ("turned", sum(len(t.turned) for t in themes)),
            ("moved", sum(len(t.moved) for t in themes)),
            *self._nodes.known(themes, alike=alike),
            ("come", sum(t.come for t in themes)),
            ("gone", sum(t.gone for t in themes)),
        ]
        said = self._nodes.sentence("summary", counts, **both)
        if said is None:
            if len(missing) < len(old.version.names | new.version.names | missing.keys()):
                yield nodes.paragraph("", self._nodes.say("nothing", **both))
            if any(not theme.empty for theme in themes):
                yield self._nodes.file(f"{FOLDER}/{file_of(pair)}")
            return
        yield said
        if (figures := compared.observations(old.version, new.version)) is not None:
            names = ("figures_otherwise", "figures_gone", "figures_come")
            if (
                told := self._nodes.sentence("figures", zip(names, figures, strict=True), **both)
            ) is not None:
                yield told
        yield from self._parameters(sides)
        if any(theme.come or theme.gone for theme in themes):
            yield self._nodes.counts(themes)
        heads = old.title, new.title
        if not alike:
            heads = self._nodes.say("before"), self._nodes.say("after")
        for theme in themes:
            yield from self._nodes.of_theme(theme, heads, alike=alike)
        yield self._nodes.file(f"{FOLDER}/{file_of(pair)}")

    def _not_computed(self, missing: dict[str, str], known: set[str]) -> Iterator[Node]:
        """What is not printed, and why; the themes are named where others are printed.

        Args:
            known: the notebooks that both sides have.
        """
        by_reason: dict[str, list[str]] = {}
        for name, why in missing.items():
            by_reason.setdefault(self._why(why), []).append(self._theme(name))
        for why, names in by_reason.items():
            key = "not_computed" if known or len(by_reason) > 1 else "none_computed"
            yield nodes.paragraph("", self._nodes.say(key, themes="; ".join(names), why=why))

    def _parameters(self, sides: tuple[Side, Side]) -> Iterator[Node]:
        """The parameters that differ, each once for all notebooks that have it; how many only one side has."""
        come = gone = 0
        for notebook in sides[0].version.names & sides[1].version.names:
            old, new = (side.version.exported(notebook).parameters for side in sides)
            come += len(new.keys() - old.keys())
            gone += len(old.keys() - new.keys())
        if found := _moved_parameters(sides):
            yield nodes.paragraph("", self._nodes.many("parameters", len(found)))
            items = [
                self._nodes.parameter(self.parameter(notebook, name), a, b)
                for (name, a, b), notebook in found.items()
            ]
            yield nodes.bullet_list("", *items)
        if (
            said := self._nodes.sentence(
                "parameters_else", [("parameters_come", come), ("parameters_gone", gone)]
            )
        ) is not None:
            yield said

    def parameter(self, notebook: str, name: str) -> str:
        """What a parameter is called."""
        for where in (f"{notebook}.parameters.{name}", f"common.parameters.{name}"):
            if self._words.has(where):
                return self._words(where)
        return name

    # -- what turns in any edition

    def _turning(self) -> Iterator[Node]:
        sides = [self.side(name) for name in compared.names_of_editions()]
        missing = {name: why for side in sides for name, why in side.missing.items()}
        yield from self._not_computed(missing, sides[0].version.names)
        if not sides[0].version.names:
            return
        words = {key: place for key, _ in self.states(sides) if (place := self._finding(key))}
        where = {said: self._where(key) for key, said in words.items()}
        found = changed.turning((words[key], told) for key, told in self.states(sides) if key in words)
        fails = [one for one in found if changed.FAILS in one.states]
        titles = [side.title for side in sides]
        if fails:
            yield from self._nodes.turning(fails, titles, where)
        untold = [one for one in found if one not in fails]
        yield self._nodes.others(len(where), len(where) - len(found), untold, titles)
        every = changed.turning((key, told) for key, told in self.states(sides) if self._below(key))
        if said := sum(changed.FAILS in one.states for one in every):
            yield nodes.paragraph("", self._nodes.many("other_turning", said))
        yield self._nodes.file(f"{FOLDER}/{file_of((EDITIONS, EDITIONS))}")

    def states(self, sides: Iterable[Side]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """By claim its state on each side, of the notebooks that all sides have."""
        sides = list(sides)
        words = {self._words(f"common.claims.{name}"): state for name, state in _STATES.items()}
        for notebook in sorted(set.intersection(*(side.version.names for side in sides))):
            every = [side.version.exported(notebook).exports for side in sides]
            for kind, key in every[0]:
                if kind == "claim":
                    told = (exports.get((kind, key)) for exports in every)
                    yield (
                        key,
                        tuple(
                            words.get(e.told["text"], changed.UNKNOWN) if e else changed.UNKNOWN for e in told
                        ),
                    )

    def _finding(self, key: str) -> str:
        """The words of a finding: bound to a claim in a heading, or on the first page or the summary; else nothing."""
        pages = {self._env.config.root_doc, paths.report().summary}
        places = self._book.claims.get(key, ())
        in_heading = (said for _, _, heading, said in places if said in heading)
        return next(in_heading, next((said for page, _, _, said in places if page in pages), ""))

    def _below(self, key: str) -> bool:
        """Whether a claim is printed, but not as a finding."""
        return key in self._book.claims and not self._finding(key)

    # -- names

    def is_printed(self, change: Change) -> bool:
        """Whether the book prints a fact, or words that are bound to a claim."""
        if change.kind == "claim":
            return change.key in self._book.claims or change.key in self._titled
        return change.key in self._book.facts

    def label(self, change: Change) -> Where:
        """What a fact or claim is called, and where the words of a claim are printed."""
        if change.kind == "claim":
            return self._where(change.key)
        notebook = change.key.partition(".")[0]
        fact = self.side(BOOK).version.exported(notebook).exports.get(("fact", change.key))
        return (fact.label if fact else change.key), ""

    def _where(self, key: str) -> Where:
        places = self._book.claims.get(key, [])
        found = next((place for place in places if place[3] in place[2]), places[0] if places else None)
        if found:
            return f"“{found[3]}”", self._find(found[0], found[1]) if self._find else ""
        if key in self._titled:
            return f"“{self._titled[key]}”", ""
        return key, ""

    def _titles(self) -> dict[str, str]:
        """The titles of printed exhibits by the claims that they are bound to."""
        found: dict[str, str] = {}
        for key in self._book.exhibits:
            if each.AT in key:  # of a run for one of many values, which is not compared
                continue
            exhibit = self._library.exhibit(key)
            found |= dict.fromkeys(exhibit["claims"], exhibit["bound"])
        return found

    def _theme(self, notebook: str) -> str:
        page = notebook if notebook in self._env.titles else self._book.catalogues.get(notebook, "")
        if page:
            return str(self._env.titles[page].astext())
        return sentences.known(notebook, self._words.language).capitalize()

    def _why(self, told: str) -> str:
        """Why something was not computed: a translation says only that it has changed, for what it is computed from is
        named in the language of the code."""
        key = "book.changes.has_changed"
        return self._words(key) if self._words.has(key) else told.rstrip(".")


def difference(old: Side, new: Side) -> Difference:
    """What differs, of the notebooks that both sides have been computed for."""
    missing = old.missing.keys() | new.missing.keys()
    found = differences.between(old.version, new.version)
    found.changes = [c for c in found.changes if c.key.partition(".")[0] not in missing]
    return found


def _moved_parameters(sides: tuple[Side, Side]) -> dict[tuple[str, str, str], str]:
    """Name and both values of the parameters that differ, each once, with the first notebook that has it."""
    found: dict[tuple[str, str, str], str] = {}
    for notebook in sorted(sides[0].version.names & sides[1].version.names):
        old, new = (side.version.exported(notebook).parameters for side in sides)
        for name in sorted(old.keys() & new.keys()):
            if old[name] != new[name]:
                found.setdefault((name, old[name], new[name]), notebook)
    return found


def _why(sides: tuple[Side, Side], notebook: str, name: str) -> str:
    """The reasons that both sides have for a parameter; what is only that of the whole edition says nothing new."""
    found = [(side.title, side.reasons.get(notebook, {}).get(name, ""), side.plain) for side in sides]
    told = [(title, why) for title, why, plain in found if why and why != plain]
    if len(told) == 2 and told[0][1] == told[1][1]:
        told = told[1:]
    return " ".join(f"{title}: {why.rstrip('.')}." for title, why in told)


# -- files


def file_of(pair: Pair) -> str:
    """The name of the file of a comparison."""
    return "-".join(dict.fromkeys(name.replace(":", "-") for name in pair)) + ".csv"


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write all that changed as tables (event `build-finished`)."""
    pairs = {pair for page, found in _pairs(app.env).items() if page in app.env.found_docs for pair in found}
    if exception or app.builder.name != "html" or not pairs:
        return
    folder = Path(app.outdir) / "_downloads" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    told = Told(app.env)
    for pair in sorted(pairs):
        (folder / file_of(pair)).write_text(_csv(_rows(told, pair)), "utf8")


def _rows(told: Told, pair: Pair) -> Iterator[list[Any]]:
    if pair[0] == EDITIONS:
        sides = [told.side(name) for name in compared.names_of_editions()]
        yield ["claim", "printed", *compared.names_of_editions()]
        for one in changed.turning(told.states(sides)):
            change = Change("claim", one.name, "changed")
            yield [one.name, "yes" if told.is_printed(change) else "no", *one.states]
        return
    yield [
        "kind", "key", "label", "what", "printed", "before", "after", "value_before", "value_after", "reason",
    ]  # fmt: skip
    old, new = (told.side(name) for name in pair)
    for (name, a, b), notebook in _moved_parameters((old, new)).items():
        label, why = told.parameter(notebook, name), _why((old, new), notebook, name)
        yield ["parameter", f"{notebook}.{name}", label, "changed", "yes", a, b, "", "", why]
    labels = {
        key: e.label
        for side in (new, old)
        for n in side.version.names
        for (_, key), e in side.version.exported(n).exports.items()
        if e.label
    }
    for change in difference(old, new).changes:
        values = next(((a, b) for name, a, b in change.parts if name == "value"), ("None", "None"))
        label = told.label(change)[0]
        yield [
            change.kind, change.key, labels.get(change.key, "") if label == change.key else label,
            change.what, "yes" if told.is_printed(change) else "no", change.before, change.after,
            *(value_of(text)[0] for text in values), "",
        ]  # fmt: skip


def _csv(rows: Iterable[list[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([[spreadsheet_cell(value) for value in row] for row in rows])
    return buffer.getvalue()
