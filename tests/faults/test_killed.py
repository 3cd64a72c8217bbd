"""Builds that are killed, interrupted or asked to end, at each step.

Belongs here: signals to the processes of a build. Does not: kernels that end themselves (`test_kernels.py`).
"""

import signal

import pytest

from .bench import DATA, PROSE, Bench, Change, differing, told
from .driver import Fault

# The steps of a build, by the function that is called there, in whichever process.
STEPS: dict[str, tuple[Change, Fault]] = {
    "while the evidence is checked": (DATA, Fault("evident.run.pipeline:faults_of_evidence")),
    "while a notebook runs": (DATA, Fault("evident.run.executing:_Client.execute_cell", nth=3)),
    "while a notebook is written": (DATA, Fault("nbformat:write", after=True)),
    "while a notebook takes its place": (DATA, Fault("evident.run.executing:_read")),
    "while chapters are read": (PROSE, Fault("evident.book.printing:_read")),
    "while what was read is kept": (PROSE, Fault("pickle:dump")),
    "while HTML is written": (PROSE, Fault("evident.book.printing:_write_html")),
    "when HTML has been written": (PROSE, Fault("evident.book.printing:_write_html", after=True)),
    "while the PDF is set": (PROSE, Fault("evident.book.printing:_write_pdf")),
    "when the PDF has been set": (PROSE, Fault("evident.book.printing:_write_pdf", after=True)),
    "before the list of pages is kept": (PROSE, Fault("evident.book.printing:_Kept.write")),
    "while the data set is packed": (DATA, Fault("evident.run.dataset:write_workbook")),
    "before the book is laid beside the last": (PROSE, Fault("shutil:copytree")),
    "while it is laid beside the last": (PROSE, Fault("shutil:copyfile", nth=7)),
    "before the list of its files is written": (PROSE, Fault("evident.run.publication:_listed", nth=1, after=True)),
    "before the name is switched": (PROSE, Fault("evident.run.publication:_point")),
}
