"""Which modules a piece of code depends on."""

from evident import paths
from evident.run.imports import imported_by


def names(code: str) -> set[str]:
    return {file.relative_to(paths.PACKAGE).as_posix() for file in imported_by(code)}


def test_module_and_name() -> None:
    assert names("from shanxi import digits") == {"__init__.py", "digits.py"}
    assert names("from evident.text.digits import typed") == {"__init__.py", "digits.py"}
    assert names("import evident.text.digits") == {"__init__.py", "digits.py"}


def test_imports_of_imports() -> None:
    found = names("from evident.text.formats import number")
    assert {"formats.py", "words.py", "paths.py"} <= found
    assert "charts.py" not in found


def test_a_model_that_is_not_imported_is_no_dependency() -> None:
    assert "models/rollout.py" not in names("from evident.export.notebook import Notebook")


def test_other_packages_do_not_count() -> None:
    assert names("import pandas as pd\nfrom os import path") == set()


def test_forms_of_a_statement() -> None:
    several = "from shanxi import (\n    digits,  # the rule, not (the words)\n    words as w,\n)\n"
    assert {"digits.py", "words.py"} <= names(several)
    assert "digits.py" in names("def f():\n    from evident.text.digits import typed as t\n")
    assert names('"""Nothing: from shanxi import digits is only spoken of."""') == set()
