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


def crew(saved: float, faces: float, cut_percent: float) -> float:
    """The people a face had before: {saved} at {faces}, over the cut, {cut_percent}.

    Raises:
        ValueError: no faces, or a cut outside 0 to 100%.
    """
    return per_face(saved, faces, cut_percent).before


def cut_in_percent(before: float, after: float) -> float:
    """The part of {before} that is gone with {after}, in percent."""
    return 100 * (before - after) / before


def posts_saved(workers: float, cut_percent: float) -> float:
    """{workers} less by {cut_percent}: the posts that this would save."""
    return workers * cut_percent / 100


def posts_span(posts: float, workers: float, cut_percent: float) -> tuple[float, float]:
    """From {posts} to the posts saved if {workers} were less by {cut_percent}."""
    return posts, posts_saved(workers, cut_percent)
