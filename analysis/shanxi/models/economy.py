"""The size of the parts of an economy.

Belongs here: shares of sectors. Does not: growth across a change of statistical base, which is not computed anywhere.
"""


def share(part: float, whole: float) -> float:
    """A part of a whole in percent; NaN where either is unknown.

    Raises:
        ValueError: the whole is not positive.
    """
    if whole <= 0:
        raise ValueError(f"a share needs a positive whole, not {whole:g}")
    return 100 * part / whole
