"""All electricity generated in a year without a published total, from what was used and what was sent out.

Belongs here: the balance of a province's grid, the interval that incomplete figures of exports leave for single years,
and a second way to the same total. Does not: shares of sources in it (`power_mix.py`), years to come
(`power_outlook.py`).

Method: a grid stores next to nothing, so that generation is consumption (with losses and the plants' own use, as the
bureau counts it) plus net export. The balance is tried on years whose total is known by another way before it is
used. What is known as a range stays one: the result holds every combination of the ends.

Units: TWh a year, shares and growth in percent. NaN (a figure not yet public) passes through to the result.
"""

import math

from shanxi.models.uncertain import Range

UNKNOWN: Range = (math.nan, math.nan)


def balance(used: float, sent: float) -> float:
    """{used}, used in the province, and {sent}, sent out of it on balance."""
    return used + sent


def of_share(part: float, percent: float) -> float:
    """The whole of which {part} is {percent}.

    Raises:
        ZeroDivisionError: the part is none of it.
    """
    return 100 * part / percent


def left_for_rest(floor: float, known: list[float], above: float) -> Range:
    """What {floor}, printed as a lower bound and exceeded by {above} at most, leaves after {known}."""
    rest = floor - sum(known)
    return UNKNOWN if math.isnan(rest) else (rest, rest + above)


def earlier_of_two(both: Range, used: float, percent: float) -> Range:
    """The first of two years that sent out {both} together: between the export that is {percent} of {used} and itself,
    and half of both.

    An even split is the most that a first year takes of two while exports do not fall.
    """
    by_share = used * percent / (100 - percent)
    ends = (by_share, both[1] / 2)
    return UNKNOWN if any(map(math.isnan, ends)) else (min(ends), max(ends))


def later_of_two(both: Range, first: Range) -> Range:
    """The second of two years that sent out {both} together, when the first sent out {first}
    and no more than the second.
    """
    return both[0] - min(first[1], both[0] / 2), both[1] - first[0]


def grown(used: float, least: float, most: float) -> Range:
    """{used}, a year later, grown by anything from {least} to {most}."""
    return used * (1 + least / 100), used * (1 + most / 100)


def changed(before: float, percent: float) -> float:
    """{before}, changed by {percent}."""
    return before * (1 + percent / 100)


def of_ranges(used: Range, sent: Range) -> Range:
    """{used}, used in the province, and {sent}, sent out of it on balance; all combinations."""
    return used[0] + sent[0], used[1] + sent[1]


def beside(used: float, sent: Range) -> Range:
    """{used}, used in the province, and {sent}, sent out of it on balance."""
    return of_ranges((used, used), sent)


def less(total: Range, part: float) -> Range:
    """{total} less {part}."""
    return total[0] - part, total[1] - part


def by_source(made: float, green_before: float, green: float, thermal_before: float, thermal: float) -> float:
    """{green}, and what other plants made the year before, {made} less {green_before}, moved as thermal output
    above designated size did from {thermal_before} to {thermal}.

    A second way that uses no export. It takes water power, a hundredth of the total, to have moved as thermal plant.
    """
    return green + (made - green_before) * thermal / thermal_before
