"""What the chapter on methods asks a reader to run gives what the report prints.

Belongs here: the code of `chapters/methods.md`. Does not: the headlines of the chapters (`test_headlines.py`).
"""

import contextlib
import io
import re

import pytest

from evident import paths
from evident.run import exported

CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_lines_that_a_reader_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = CODE.findall((paths.report().chapters / "methods.md").read_text("utf8"))
    monkeypatch.chdir(paths.data_dir())
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, {})
    share, coal = map(float, out.getvalue().split())
    exports = exported.read((paths.report().analysis / "renewables.ipynb").read_bytes()).exports
    printed = {
        key: exports["fact", f"renewables.{key}"].told["text"] for key in ("no_coal_made_share", "coal_2025")
    }
    assert printed["no_coal_made_share"] == f"{share}%"
    low, high = map(float, re.findall(r"[\d.]+", printed["coal_2025"]))
    assert low <= coal <= high
