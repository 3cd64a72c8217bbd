"""Claims in the text of chapters: the role `claim`, which binds words to a test of a notebook.

Belongs here: reading what is bound, refusing words whose test fails in the baseline, choosing what another edition
prints, and the link to the evidence. Does not: the tests (notebooks), facts (`fact.py`), what a note says (`notes.py`).

    {claim}`It owes more than the others <theme.owes_more>`
    {claim}`It owes more || It owes less <theme.owes_more>`          the second where the test fails
    {claim}`It owes more || It owes less || Its debt <theme.more>`   the third where the test cannot be told
    {claim}`It owes more || || Its debt <theme.owes_more>`           the third in both cases
    {claim}``{fact}`theme.done` are done, more than half <theme.a, theme.b>``   both must hold

A page of one place (`places.py`) shares its text with those of others. There each of the three is true where it is
printed, in the baseline as well; a wording may be empty, so that nothing is said, but it must be given for each outcome
that a test has.
"""

import re
from collections.abc import Sequence

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from evident.book import places
from evident.book.fact import depend_on, refuse
from evident.book.index import address, anchor, book
from evident.book.nodes import ClaimNode, ClaimReference
from evident.book.notebooks import Library, Payload, UnknownExport, library_of
from evident.look import identity
from evident.text.words import Words

_BOUND = re.compile(r"(?P<text>.*\S)\s*<(?P<keys>[\w.,\s]+)>\s*", re.DOTALL)
OTHERWISE = "||"
MEND = "mend the words so that they are true"
_STOPS = ("。", "！", "？", "；")
STATES = (True, False, None)  # of a test, in the order of the wordings for them
UNTOLD = identity.VERDICT_MARKS["cannot_be_told"][0]


def state_of(claims: Sequence[Payload]) -> bool | None:
    """Whether claims hold together; None if none fails and not all can be told."""
    states = {claim["holds"] for claim in claims}
    return False if False in states else None if None in states else True


class ClaimRole(SphinxRole):
    """{claim}`words <theme.key>` prints words that a test of a notebook bears out."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        match = _BOUND.fullmatch(self.text)
        if not match:
            return refuse(self, f"claim {self.text!r}: name its test: {{claim}}`words <theme.key>`")
        keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
        keys = [places.named(self.env, self.config, key) for key in keys]
        wordings = [part.strip() for part in match["text"].split(OTHERWISE)]
        words, otherwise, neither = (*wordings, "", "")[: len(STATES)]
        if len(wordings) > len(STATES):
            fault = f"has more than three wordings: one where it holds, one where it {OTHERWISE} does not, one where "
            return refuse(self, f"the claim {words!r} {fault}it cannot be told; delete the others")
        library = library_of(self.config)
        try:
            claims = [library.claim(key) for key in keys]
        except UnknownExport as error:
            return refuse(self, str(error))
        for key in keys:
            depend_on(self.env, library, key)
        state = state_of(claims)
        number = STATES.index(state)
        one_of_many = all(library.notebook(key.partition(".")[0]).is_one_of_many for key in keys)
        if one_of_many and number < len(wordings):
            return self._of_place(keys, wordings, number)
        if one_of_many and (fault := faults(library, claims)):
            fault = fault.removesuffix(MEND) + "add the words for that case behind ||"
            return refuse(self, f"the claim {words!r} {fault}")
        if fault := faults(library, claims):
            return refuse(self, f"the claim {words!r} {fault}")
        # What is said where a test fails asserts something too: where it cannot be told, nothing is said to fail.
        fails = [claim for claim in claims if claim["holds"] is not True]
        told = state is False
        instead = ((told and otherwise) or neither) if fails else ""
        node = ClaimNode(self.rawtext, "", keys=keys, words=words, holds=state is True)
        # Where nothing was published yet, `left_out.py` takes the sentence out of its paragraph. Where something could
        # not be computed, the words stay with their mark, and the note tells why.
        unexplained = not any(claim["problem"] for claim in fails)
        node["unknown"] = bool(fails) and not told and not instead and unexplained
        node += self._inline(instead or words, node)
        if fails and not instead:
            node += mark(fails, Words(self.config.language))
        self.set_source_info(node)
        return [node], []

    def _of_place(
        self, keys: list[str], wordings: list[str], number: int
    ) -> tuple[list[Node], list[system_message]]:
        """The wording that is true of the place; nothing where the author has nothing to say of it."""
        if not wordings[number]:
            return [Silence()], []
        node = ClaimNode(self.rawtext, "", keys=keys, words=wordings[number], holds=True, of_place=True)
        node += self._inline(wordings[number], node)
        self.set_source_info(node)
        return [node], []

    def _inline(self, text: str, parent: ClaimNode) -> list[Node]:
        """The words with the facts, emphasis and links in them."""
        # The parser counts lines of what it is given from one.
        children, messages = self.inliner.parse(text, self.lineno - 1, self.inliner, parent)
        return [*children, *messages]


def faults(library: Library, claims: Sequence[Payload]) -> str:
    """What is wrong with words bound to these claims in the baseline; empty in other editions, which mark it."""
    said = []
    for claim in claims:
        about = library.notebook(claim["key"].partition(".")[0]).about
        if claim["holds"] is True or about.get("edition", "baseline") != "baseline":
            continue
        why = claim["problem"] or claim["test"]
        said.append(f"{claim['text']} ({claim['key']}; tested: {why})")
    return "; ".join(said) and f"{'; '.join(said)}; {MEND}"


def mark(fails: Sequence[Payload], words: Words) -> nodes.inline:
    """What stands behind words that do not hold in the edition being built."""
    told = any(claim["holds"] is False for claim in fails)
    text = words("book.claim.fails_here" if told else "book.claim.unknown_here")
    return nodes.inline("", f" [{text}]", classes=["claim-fails"])


def _sign(claims: Sequence[Payload], *, of_place: bool = False) -> str:
    """What stands behind words that are bound to claims: that they hold, that one fails, that one cannot be told.

    Args:
        of_place: the words are those for the outcome that the place has: where a test fails, they say so and are true.
    """
    states = {claim["holds"] for claim in claims}
    if of_place:
        return "✓" if state_of(claims) is not None else UNTOLD
    return "✗" if False in states else "✓" if states == {True} else UNTOLD


class Silence(nodes.inline):
    """The place of words that are not said of this place."""


class LeaveSilence(SphinxTransform):
    """Takes out the places of words that are not said, with the blank behind each."""

    default_priority = 402  # before sentences are looked at

    def apply(self, **kwargs: object) -> None:
        for silence in list(self.document.findall(Silence)):
            parent, place = silence.parent, silence.parent.index(silence)
            parent.remove(silence)
            after = parent[place] if place < len(parent) else None
            if isinstance(after, nodes.Text):  # by its place: texts of the same words are equal
                parent[place] = nodes.Text(after.astext().lstrip())
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.children and not paragraph.astext().strip():
                paragraph.parent.remove(paragraph)


class LinkClaims(SphinxPostTransform):
    """Puts a link to its entry in the evidence catalogue behind each claim, in headings and titles too."""

    default_priority = 3

    def run(self, **kwargs: object) -> None:
        library = library_of(self.config)
        for node in list(self.document.findall(ClaimNode)):
            key = node["keys"][0]
            page = book(self.env).catalogues.get(key.partition(".")[0])
            if page is None:
                continue
            claims = [library.claim(each) for each in node["keys"]]
            sign = _sign(claims, of_place=node.get("of_place", False))
            link = ClaimReference("", sign, internal=True, holds=node["holds"], claims=claims)
            link["refuri"] = address(self, page, anchor("claim", key))
            last = node[-1]
            # Between a full stop of Chinese and the next sentence the mark would seem to be of that.
            if isinstance(last, nodes.Text) and last.endswith(_STOPS):
                node[-1] = nodes.Text(last[:-1])
                node += [link, nodes.Text(last[-1])]
            else:
                node += link
