"""Claims that are not firm and do not say so: the lint of sentences, headings, key numbers and titles of exhibits.

Belongs here: which words have to carry a condition, and whether they carry the right one. Does not: how firm a claim is
(`run/firmness.py`), the role that carries a condition (`given.py`), sentences without a claim (`unbound.py`).

A claim that holds in less than nine tenths of the settings of its sweep needs a condition in the same sentence:
{given}`if … <theme.parameter>`, with a parameter that breaks it. The title of an exhibit has `given: parameter` beside
`claim:` in its words. Where no parameter alone breaks it, any that was varied will do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evident import paths
from evident.book.unbound import Unbound, prose_chapters, short
from evident.run import parameters, swept, swept_claims
from evident.run.firmness import Firmness, of_claim
from evident.run.firmness_text import Told
from evident.run.traces import Pieces
from evident.text.assertions import sentences
from evident.text.words import Words
from evident.text.yaml_files import read_yaml

Look = Callable[[str], Told | None]  # a notebook's sweep by its name; None where it is missing or stale


@dataclass(frozen=True)
class Bound:
    """Words bound to claims: where they stand, how they begin, their claims, the parameters that they carry, and how
    a condition is written there."""

    where: str
    text: str
    claims: tuple[str, ...]
    given: tuple[str, ...]
    remedy: str


def told_of(words: Words) -> Look:
    """The sweeps of the report as they lie in `data/sweep`, each asked about once."""
    pieces = Pieces()

    @cache
    def look(notebook: str) -> Told | None:
        found = swept_claims.outcomes_of(notebook, pieces)
        return None if found is None else Told(notebook, found, words)

    return look


def in_chapters(chapters: Iterable[Path]) -> Iterator[Bound]:
    """The sentences, headings and key numbers of chapters that are bound to claims or carry a condition."""
    for chapter in chapters:
        for sentence in sentences(chapter.read_text("utf8")):
            if sentence.claims or sentence.given:
                where = f"{paths.short(chapter)}:{sentence.line}"
                yield Bound(where, sentence.said, sentence.claims, sentence.given, "{{given}}`… <{0}>`")


def in_words(language: str = "en") -> Iterator[Bound]:
    """The titles of exhibits, in the report's files of words.

    Raises:
        BadFile: a file cannot be read.
    """
    own = paths.report().own
    for path in sorted((own / "words" / language).glob("*.yml")) if own else ():
        document = read_yaml(path)
        for key, section in (document.value or {}).items():
            if isinstance(section, dict) and "title" in section and {"claim", "given"} & set(section):
                where = f"{paths.short(path)}:{document.line(key, 'title')}"
                claims, given = (_names(section.get(name), path.stem) for name in ("claim", "given"))
                yield Bound(where, str(section["title"]), claims, given, "`given: {1}` beside its claim")


def _names(value: object, notebook: str) -> tuple[str, ...]:
    """Keys in full of what a file of words names, one or several."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(key if "." in key else f"{notebook}.{key}" for key in map(str, items))


def faults(bound: Iterable[Bound], look: Look) -> Iterator[Unbound]:
    """What is not firm and does not say so, and conditions that no claim beside them has."""
    for words in bound:
        for key in words.claims:
            notebook = key.partition(".")[0]
            told = look(notebook)
            if told is None or key not in told.found.states:
                continue
            firm = of_claim(told.found, key)
            if not firm.firm and not any(_carries(told, firm, each) for each in words.given):
                yield Unbound(words.where, _not_firm(told, firm, words))
        yield from _idle(words, look)


def _not_firm(told: Told, firm: Firmness, words: Bound) -> str:
    broken = firm.soonest
    why = " ".join(told.sentences(firm.claim, []))
    name = broken.parameter if broken else next(iter(told.found.grid), "parameter")
    remedy = words.remedy.format(f"{told.notebook}.{name}", name)
    return (
        f"{short(words.text)} is bound to {firm.claim}, which is not firm ({firm.share:.0%}). {why} "
        f"Say so in the same sentence, {remedy}, or restate the claim so that it holds in nine tenths of the settings"
    )


def _carries(told: Told, firm: Firmness, given: str) -> bool:
    """Whether a condition is one of this claim."""
    notebook, _, parameter = given.partition(".")
    if notebook != told.notebook:
        return False
    alone = bool(firm.breaks) or firm.holds == firm.settings
    return firm.broken_by(parameter) or (not alone and parameter in told.found.grid)


def _idle(words: Bound, look: Look) -> Iterator[Unbound]:
    """Conditions that break no claim beside them; those of which nothing is known are passed over."""
    for given in words.given:
        notebook, _, parameter = given.partition(".")
        if problem := _no_parameter(notebook, parameter):
            yield Unbound(words.where, f"{short(words.text)} carries {given}, and {problem}")
            continue
        if not words.claims:
            yield Unbound(
                words.where,
                f"{short(words.text)} carries the condition {given} and is bound to no claim; bind the sentence, or "
                "take the role away",
            )
            continue
        found = [(look(key.partition(".")[0]), key) for key in words.claims]
        known = [(told, key) for told, key in found if told is not None and key in told.found.states]
        if len(known) < len(words.claims):
            continue
        if not any(_carries(told, of_claim(told.found, key), given) for told, key in known):
            able = sorted(
                {f"{t.notebook}.{b.parameter}" for t, k in known for b in of_claim(t.found, k).breaks}
            )
            said = f"those that do are {', '.join(able)}" if able else "none does"
            yield Unbound(
                words.where,
                f"{short(words.text)} carries the condition {given}, which breaks no claim of it; {said}",
            )


def _no_parameter(notebook: str, parameter: str) -> str:
    known = {path.stem: path for path in paths.notebooks()}
    if notebook not in known:
        return f"there is no notebook {notebook}"
    declared = parameters.declared(known[notebook])
    return (
        ""
        if parameter in declared
        else f"{notebook}.ipynb has no such parameter; it has {', '.join(declared)}"
    )


def not_known(bound: Iterable[Bound], unknown: Callable[[str], str]) -> str:
    """One line on the notebooks of whose claims nothing can be said, with the reason and the remedy; empty if none.

    Args:
        unknown: why the sweep of a notebook cannot be used; empty where it can.
    """
    named = sorted({key.partition(".")[0] for words in bound for key in words.claims})
    reasons = {notebook: why for notebook in named if (why := unknown(notebook))}
    if not reasons:
        return ""
    told = "; ".join(f"{notebook}: {why}" for notebook, why in reasons.items())
    return (
        f"how firm some claims are is not known ({told}); run `{paths.report().command} sweep` to compute it"
    )


def of_report() -> tuple[list[Unbound], str]:
    """The faults of all chapters and words, and the line on what is not known.

    Raises:
        BadFile: a file cannot be read.
    """
    bound = [*in_chapters(prose_chapters()), *in_words()]

    def unknown(notebook: str) -> str:
        return swept.stale(notebook) if swept_claims.has_ranges(notebook) else ""

    return list(faults(bound, told_of(Words("en")))), not_known(bound, unknown)
