"""An observation's id says again what the row says: place, indicator, period.

Belongs here: holding a row against its id, so that a slip in one of the two is seen. Does not: whether the figure is
right (`reconcile.py`).

The id is place, indicator, period and what tells it from others: `norland-ore-output-2024-a`. The place may stand for
short (`sx-datong` for Shanxi/Datong). Ids that begin with `const-` name a constant, which has neither place nor period.
"""

import re
import unicodedata
from collections.abc import Collection

from evident.evidence.table_files import Row

CONSTANT = "const-"
_LONGEST = 40  # characters of a place in an id; longer ones are cut
_DAY = r"[0-9]{4}(?:-q[1-4]|-[0-9]{2}(?:-[0-9]{2})?)?"
_PERIOD = re.compile(rf"(?<![0-9a-z])(?:(?:to-)?{_DAY}-to-{_DAY}|(?:to-)?{_DAY})(?![0-9a-z])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def contradictions(row: Row, used: Collection[str], places: Collection[str]) -> list[tuple[str, str]]:
    """The fields of an observation that its id contradicts, each with a sentence without its stop.

    Args:
        used: the indicators of all observations.
        places: the places of all observations, as `slug` writes them.
    """
    obs_id = row["obs_id"]
    if obs_id.startswith(CONSTANT):
        return []
    own = row["indicator"].replace("_", "-")
    forms = _forms(row["place"])
    before, found, after = _cut(obs_id, own)
    head = before if found else _head(obs_id, row["place"], forms)
    said = []
    other = _other(obs_id, row, head, used)
    if other:
        said.append(
            ("indicator", f"{row['indicator']!r} is not what the id names, {other.replace('-', '_')}")
        )
    elif found and not _is_place(before, row["place"], forms):
        said.append(("place", f"{row['place']!r} is not the place that the id begins with, {before!r}"))
    elif (
        not found
        and not head
        and (place := max((p for p in places if p and _heads(obs_id, p)), key=len, default=""))
    ):
        said.append(("place", f"{row['place']!r} is not the place that the id begins with, {place!r}"))
    if period := _contradicted_period(after if found else obs_id, row["period"]):
        said.append(("period", f"{row['period']!r} is not the period in the id, {period}"))
    return said


def slug(text: str) -> str:
    """A name as ids write it: "Xi'an" → "xian"; empty if it has no letter of ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _forms(place: str) -> set[str]:
    """How an id may begin for a place: the whole of it, or its last part."""
    forms = {slug(place)[:_LONGEST].strip("-"), slug(place.rsplit("/", 1)[-1])[:_LONGEST].strip("-")}
    return forms - {""}


def _head(obs_id: str, place: str, forms: set[str]) -> str:
    """What an id begins with that stands for a place, or nothing."""
    last = slug(place.rsplit("/", 1)[-1])
    short = re.match(rf"[a-z]+-{re.escape(last)}(?=-)", obs_id) if "/" in place and last else None
    return max((*(f for f in forms if _heads(obs_id, f)), short[0] if short else ""), key=len)


def _is_place(head: str, place: str, forms: set[str]) -> bool:
    last = slug(place.rsplit("/", 1)[-1])
    short = "/" in place and re.fullmatch(rf"[a-z]+-{re.escape(last)}", head)
    return not forms or head in forms or bool(short)


def _heads(obs_id: str, form: str) -> bool:
    return obs_id.startswith(f"{form}-")


def _cut(obs_id: str, name: str) -> tuple[str, bool, str]:
    """An id before and after a name in it."""
    match = re.search(rf"(?:^|-){re.escape(name)}(?:-|$)", obs_id)
    if not match:
        return "", False, ""
    return obs_id[: match.start()], True, obs_id[match.end() :]


def _other(obs_id: str, row: Row, head: str, used: Collection[str]) -> str:
    """The indicator that an id names in place of the row's."""
    if not (head and _heads(obs_id, head)):
        return ""
    own, middle = row["indicator"].replace("_", "-"), obs_id[len(head) + 1 :]
    words = middle.split("-")
    starts = ("_".join(words[:end]) for end in range(len(words), 0, -1))  # the longest first
    named = next((name for name in starts if name in used), "").replace("_", "-")
    return named if named != own else ""


def _contradicted_period(text: str, period: str) -> str:
    """The period that an id names in place of the row's."""
    wanted = period.replace("../", "to-").replace("/", "-to-").lower()
    named = [match[0] for match in _PERIOD.finditer(text) if _YEAR.match(match[0].removeprefix("to-"))]
    return "" if not named or wanted in named else named[0]
