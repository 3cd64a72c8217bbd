"""What automation at the coal face does to the number of people underground.

Belongs here: arithmetic from a measured sample of faces to posts saved, people spread over years, and how many
residents there are to a worker. Does not: forecasts of jobs (they are evidence, made by others) or any wage.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from evident.export.origins import Bounded

_HAIR = 1e-9  # so that a ratio that is whole but for the last digit is not rounded up by one


class Sample(NamedTuple):
    """A measured sample: posts a face had before, and posts it saved."""

    before: float
    saved: float


def per_face(workers_saved: float, faces: float, cut_percent: float) -> Sample:
    """Posts a face before and saved, from the total saved at a number of faces and the cut in percent.

    Raises:
        ValueError: no faces, or a cut outside 0 to 100%.
    """
    if faces <= 0 or not 0 < cut_percent <= 100:
        raise ValueError(f"{faces:g} faces, a cut of {cut_percent:g}%: expected faces and a cut of 0 to 100%")
    saved = workers_saved / faces
    return Sample(before=100 * saved / cut_percent, saved=saved)


def crew(saved: float, faces: float, cut_percent: float) -> float:
    """The people a face had before: {saved} at {faces}, over the cut, {cut_percent}.

    Raises:
        ValueError: no faces, or a cut outside 0 to 100%.
    """
    return per_face(saved, faces, cut_percent).before


def yearly(people: float, first: int, last: int) -> float:
    """{people}, spread evenly over the years from {first} to {last}.

    Raises:
        ValueError: no year lies between them.
    """
    if last <= first:
        raise ValueError(f"from {first} to {last}: expected a later year")
    return people / (last - first)


def yearly_range(ends: Sequence[float], years: float) -> tuple[float, float]:
    """{ends}, each spread evenly over {years} years.

    Raises:
        ValueError: no years.
    """
    if years <= 0:
        raise ValueError(f"{years:g} years: expected more than none")
    low, high = sorted(end / years for end in ends)
    return low, high


def residents_a_worker(population: float, workers: Bounded) -> Bounded:
    """{population}, over {workers}; rounded up, since there may be more workers than that.

    Args:
        population: millions.
        workers: persons, a floor.
    """
    residents = 1e6 * population / workers.value
    return Bounded(math.ceil(residents - _HAIR) if math.isfinite(residents) else residents, "at_most")
