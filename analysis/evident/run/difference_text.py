"""A difference as text: for a terminal, in a few lines after a build, as Markdown for a pull request.

Belongs here: which changes are said together and in which words. Does not: finding them (`differences.py`), the page
for a review (`difference_page.py`).
"""

import re
from collections.abc import Iterable, Iterator

from evident.run.differences import Change, Difference

SHOWN = 8  # changes of one cause, lines of one change, before the rest is counted
NOTHING = "no number, word or picture changed"
LONGEST = 60_000  # characters of Markdown: a comment on a forge may have a few more
_COUNTED = {
    "claim": ("claim", "claims"),
    "verdict": ("verdict", "verdicts"),
    "fact": ("fact", "facts"),
    "exhibit": ("exhibit", "exhibits"),
    "explorer": ("explorer", "explorers"),
    "finding": ("finding", "findings"),
    "anew": (
        "claim that stands as before, with other figures",
        "claims that stand as before, with other figures",
    ),
}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@&])")


def counted(changes: Iterable[Change]) -> str:
    """How many there are of each kind: "1 claim, 4 facts"; claims that hold as before, with other figures, apart."""
    kinds = ["anew" if change.anew else change.kind for change in changes]
    return ", ".join(
        f"{kinds.count(kind)} {one if kinds.count(kind) == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if kind in kinds
    )


def flip(change: Change) -> str:
    """What became of a claim or verdict, in words."""
    if change.kind == "verdict":
        return f"verdict {change.key}: {change.before} → {change.after}"
    now = {"holds": "holds now", "does not hold": "no longer holds"}.get(
        change.after, f"is now: {change.after}"
    )
    return f"claim {change.key} {now}"


def groups(difference: Difference) -> Iterator[tuple[str, list[Change]]]:
    """The changes that have the same causes, with these causes in words; those with most changes first."""
    found: dict[tuple[int, ...], list[Change]] = {}
    for change in difference.changes:
        found.setdefault(tuple(change.causes), []).append(change)
    for causes, changes in sorted(found.items(), key=lambda item: -len(item[1])):
        names = [str(difference.causes[number]) for number in causes]
        if len(names) > 4:
            names = [*names[:3], f"{len(names) - 3} more"]
        yield " and ".join(names), changes


def _unknown(said: str) -> str:
    return f"because {said}" if said else "nothing that they rest on differs; a library may"


def _line(change: Change) -> str:
    if change.what != "changed":
        text = change.before or change.after
        return f"{change.kind} {change.key} {change.what}: {text}"
    if change.flipped:
        return flip(change)
    if change.before != change.after:
        return f"{change.kind} {change.key}: {change.before} → {change.after}"
    if change.cells:
        return (
            f"{change.kind} {change.key}: {change.cells} {'row' if change.cells == 1 else 'rows'} of its data"
        )
    if change.anew:
        return f"claim {change.key} {change.after} as before, with other figures"
    names = [name for name, _, _ in change.parts if name != "all of it"] or ["data that are not printed"]
    if names == ["value"]:
        return f"{change.kind} {change.key}: {change.before}, beyond the digits that are printed"
    return f"{change.kind} {change.key}: {', '.join(dict.fromkeys(names))}"


def printed_in(places: Iterable[str]) -> str:
    """Files with their lines: chapters/mining.md:12, 40."""
    lines: dict[str, list[str]] = {}
    for place in places:
        file, _, line = place.rpartition(":")
        lines.setdefault(file, []).append(line)
    return "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in lines.items())


def terminal(difference: Difference, *, everything: bool = False) -> str:
    """The difference for a terminal, grouped by cause, what flipped first."""
    said = [f"{difference.before} → {difference.after}: {counted(difference.changes) or NOTHING}"]
    most = 10**9 if everything else SHOWN
    flipped = [change for change in difference.changes if change.flipped]
    for change in flipped:
        said += ["", f"! {flip(change)}"]
        said += [f"    {name}: {a} → {b}" for name, a, b in change.parts if name == "test"]
        if change.printed:
            said.append(f"    printed in {printed_in(change.printed)}")
    for why, changes in groups(difference):
        said += ["", f"{_unknown(why)}: {counted(changes)}"]
        rest = [change for change in changes if not change.flipped]
        rest.sort(
            key=lambda change: (
                change.anew,
                not change.seen,
                change.before == change.after,
                not change.printed,
            )
        )
        for change in rest[:most]:
            said.append(f"  {_line(change)}")
            said += [
                f"      {a or '(new row)'} → {b or '(gone)'}" for name, a, b in change.parts if name == "data"
            ]
            if change.printed:
                said.append(f"      printed in {printed_in(change.printed)}")
        if len(rest) > most:
            said.append(f"  and {counted(rest[most:])} more; --all lists them")
        every = dict.fromkeys(place for change in changes for place in change.printed)
        if every:
            said.append(f"  all printed in {printed_in(sorted(every, key=_by_line))}")
    if left := difference.without_effect:
        said += [
            "",
            "changed, without effect on anything exported (are the notebooks frozen, or built, since?):",
        ]
        said += [f"  {difference.causes[n]} ({difference.causes[n].where})" for n in left[:most]]
        if len(left) > most:
            said.append(f"  and {len(left) - most} more; --all lists them")
    return "\n".join(said)


def _by_line(place: str) -> tuple[bool, str, int]:
    file, _, line = place.rpartition(":")
    return not file.startswith("chapters/"), file, int(line)


def short(difference: Difference, more: str) -> list[str]:
    """A few lines for whoever did not ask; none if nothing that is printed changed.

    Args:
        more: the command that tells more.
    """
    seen = [change for change in difference.changes if change.seen]
    if not seen:
        return []
    flipped = [f"! {flip(change)}{_at(change)}" for change in seen if change.flipped]
    plain = [change for change in seen if not change.flipped and not change.anew]
    plain.sort(key=lambda change: (not change.printed, change.before == change.after))
    lines = [f"changed: {counted(seen)}", *(f"  {text}" for text in flipped[:SHOWN])]
    lines += [f"  {_line(change)}{_at(change)}" for change in plain[: max(3, 6 - len(flipped))]]
    if more:
        lines.append(f"  `{more}` tells more")
    return lines


def _at(change: Change) -> str:
    return (
        f" ({printed_in(change.printed[:3])}{' …' if len(change.printed) > 3 else ''})"
        if change.printed
        else ""
    )


def _plain(text: str) -> str:
    """Text as text in Markdown: no markup, no mention of anybody."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split())).replace("\\@", "@\u200b")


def markdown(difference: Difference) -> str:
    """The difference as Markdown for a comment, cut off where a forge would refuse it."""
    title = f"**{_plain(difference.before)} → {_plain(difference.after)}**"
    said = [f"### What this changes\n\n{title}: {counted(difference.changes) or NOTHING}"]
    flipped = [change for change in difference.changes if change.flipped]
    said += [f"- **{_plain(flip(change))}** {_plain(_at(change))}" for change in flipped]
    for why, changes in groups(difference):
        rows = "\n".join(
            f"| {_plain(c.key)} | {_plain(c.before or '')} | {_plain(c.after or '')} | "
            f"{_plain(printed_in(c.printed)) or '–'} |"
            if c.what != "changed" or c.before != c.after
            else f"| {_plain(_line(c))} | | | {_plain(printed_in(c.printed)) or '–'} |"
            for c in changes
        )
        said.append(
            f"<details><summary>{_html(_unknown(why))}: {counted(changes)}</summary>\n\n"
            f"| | before | after | printed in |\n|---|---|---|---|\n{rows}\n\n</details>"
        )
    if left := difference.without_effect:
        said.append(
            "Changed, without effect on anything exported: "
            + "; ".join(_plain(str(difference.causes[n])) for n in left[:20])
        )
    kept: list[str] = []
    for part in said:
        if sum(map(len, kept)) + len(part) > LONGEST:
            kept.append("_The rest is too long for a comment; `diff` on a checkout tells it._")
            break
        kept.append(part)
    return "\n\n".join(kept) + "\n"


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
