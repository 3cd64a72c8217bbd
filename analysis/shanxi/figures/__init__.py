"""How each chart is drawn, one module a notebook: a function takes a canvas and data and returns a figure.

No number and no word is made here: numbers come from the notebook, words from `canvas.words`.
"""
