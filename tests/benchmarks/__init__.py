"""How long a build takes, how much memory it needs and whether the page is right afterwards, beside other ways to build
the same book.

Belongs here: the command `python -m tests.benchmarks` (`make bench`) and its parts, one a module. Does not: tests; those
of its arithmetic are in `tests/test_benchmarks.py`. What is measured says nothing on a machine that does something else.
"""
