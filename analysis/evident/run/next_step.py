"""The one thing to do after a command failed.

Belongs here: reading the first place out of messages. Does not: the messages themselves, which say what is wrong there.
"""

import re

_CELL = re.compile(r"^(?P<file>\S+\.ipynb), cell '?(?P<cell>[^',:]+)'?", re.MULTILINE)
_PLACE = re.compile(r"(?:^|(?<=[\s(]))(?P<file>[\w.-]+(?:/[\w.-]+)*\.\w+):(?P<line>\d+)\b")


def next_step(messages: str, again: str) -> str:
    """What to do next, in one line; empty where the one line that was said names no place and says what to do itself.

    Args:
        messages: what was said is wrong; the first place that they name is taken.
        again: the command to call when it is mended.
    """
    cell, place = _CELL.search(messages), _PLACE.search(messages)
    if cell and not (place and place.start() < cell.start()):
        return f"Next: mend {cell['file']}, cell {cell['cell']}, then `{again}`."
    if place:
        return f"Next: mend {place['file']} line {place['line']}, then `{again}`."
    if len(messages.strip().splitlines()) == 1:
        return ""
    return f"Next: do what is said above, then `{again}`."
