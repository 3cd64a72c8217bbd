"""Which modules a piece of code depends on."""

from evident import paths
from evident.run.imports import imported_by


def names(code: str) -> set[str]:
    return {file.relative_to(paths.report().analysis).as_posix() for file in imported_by(code)}


DIGITS = {"evident/__init__.py", "evident/text/__init__.py", "evident/text/digits.py"}


def test_module_and_name() -> None:
    assert names("from evident.text import digits") == DIGITS
    assert names("from evident.text.digits import typed") == DIGITS
    assert names("import evident.text.digits") == DIGITS


def test_imports_of_imports() -> None:
    found = names("from evident.text.formats import number")
    assert {"evident/text/formats.py", "evident/text/words.py", "evident/paths.py"} <= found
    assert "evident/export/charts.py" not in found


def test_a_model_that_is_not_imported_is_no_dependency() -> None:
    assert "shanxi/models/rollout.py" not in names("from evident.export.notebook import Notebook")


def test_the_report_counts_as_the_engine_does() -> None:
    assert "shanxi/models/rollout.py" in names("from shanxi.models import rollout")


def test_other_packages_do_not_count() -> None:
    assert names("import pandas as pd\nfrom os import path") == set()


def test_forms_of_a_statement() -> None:
    several = "from evident.text import (\n    digits,  # the rule, not (the words)\n    words as w,\n)\n"
    assert {"evident/text/digits.py", "evident/text/words.py"} <= names(several)
    assert "evident/text/digits.py" in names("def f():\n    from evident.text.digits import typed as t\n")
    assert names('"""Nothing: from evident.text import digits is only spoken of."""') == set()
