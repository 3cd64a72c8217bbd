"""The analysis package of "Shanxi in Transition".

Evidence goes in one end (`data/`), facts and exhibits come out of the notebooks, and the book extension
prints them. Each module's docstring says what belongs in it and what does not.
"""
