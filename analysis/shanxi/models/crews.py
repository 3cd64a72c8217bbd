"""What automation at the coal face does to the number of people underground.

Belongs here: arithmetic from a measured sample of faces to posts saved. Does not: forecasts of jobs (they are
evidence, made by others) or any wage.
"""

from typing import NamedTuple


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


def posts_saved(workers: float, cut_percent: float) -> float:
    """Posts saved if a cut in percent held for all these workers."""
    return workers * cut_percent / 100


def output_per_worker(output_mt: float, workers: float) -> float:
    """Tonnes a worker in the year, from output in Mt."""
    return output_mt * 1e6 / workers
