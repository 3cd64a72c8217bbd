"""What a check says: one finding, and its level.

Belongs here: the form of a finding. Does not: any rule (`schema.py`, `reconcile.py`, `identities.py`).
"""

from dataclasses import dataclass

ERROR, CONFLICT, DOUBT, AGREES = "error", "conflict", "doubt", "agrees"


@dataclass(frozen=True)
class Finding:
    """One thing found in the evidence.

    Attributes:
        rule: the rule that found it, in words: "a part exceeds its whole".
        level: error (the tables break their schema), conflict (two printed figures cannot both be right as
            they are labelled), doubt (they differ by more than rounding, which a definition may explain) or
            agrees.
        ids: the observations, panel cells or sources concerned, the questionable one first.
        where: file:line for a break of the schema, otherwise empty.
        message: one sentence with the figures.
        remedy: how to mend it; empty for what is kept as it is.
    """

    rule: str
    level: str
    ids: tuple[str, ...]
    where: str
    message: str
    remedy: str = ""
