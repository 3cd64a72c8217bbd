"""The small report, damaged in every way that was thought of: what does the engine say?

    python -m tests.mutations [CASES] [SEED]

Each case damages one file in one or two ways (`kinds.py` and its neighbours), reads everything that a build reads and
says how it ended (`cases.py`): refused, with one message a fault that names file, line and remedy; or accepted, with
everything read as it was. Anything else is a failure. Chapters are not here: their rules are tested where they are made.
"""
