"""What is imported or made once only when a book is set up or written, done at once.

Belongs here: the names of those modules, and what they and the engine keep in memory and every book asks for. Does not:
anything that depends on a report. A process that has imported this is forked for each book (`run/workshop.py`); what is
missed here is done in each of those anew.
"""

import importlib

import soupsieve
from sphinx.application import builtin_extensions

from evident.look import fonts, identity

# What the extensions in a report's `_config.yml` import in their `setup`.
_EXTENSIONS = (
    "jupyter_book", "myst_nb.sphinx_ext", "myst_parser.sphinx_ext.myst_refs", "pydata_sphinx_theme",
    "sphinx_book_theme", "sphinx_design.extension", "sphinx_external_toc.events", "sphinx_multitoc_numbering",
)  # fmt: skip
# What functions import when they are called, in the engine and in what it uses.
_LATE = (
    "a11y_pygments", "docutils.languages.en", "docutils.writers.html5_polyglot", "fontTools.subset",
    "fontTools.ttLib.tables.C_F_F_", "fontTools.ttLib.tables._c_m_a_p", "fontTools.ttLib.tables._g_l_y_f",
    "fontTools.ttLib.woff2", "jinja2.ext", "latexcodec", "pybtex.database.input.bibtex", "xlsxwriter",
)  # fmt: skip

for _name in (*builtin_extensions, *_EXTENSIONS, *_LATE):
    importlib.import_module(_name)
soupsieve.compile("li.current")  # the first selector compiles the expressions for all of them
for _family in (*identity.SERIF, *identity.SANS):
    fonts.coverage(_family)
