"""The small report, damaged in every way that was thought of: what does the engine say?

    python -m tests.mutations [CASES] [SEED]

Each case damages one file in one or two ways (`kinds.py` and its neighbours), reads everything that a build reads and
says how it ended (`cases.py`): refused, with one message a fault that names file, line and remedy; or accepted, with
everything read as it was. Anything else is a failure. Chapters (`chapters.py`) are printed: what is accepted has to say
the same in both books, with every word that it had.
"""
