"""Exporting claims: tests that sentences, headings and titles are bound to.

Belongs here: running a test and exporting what it found. Does not: the tests (`comparisons.py`, a report's own), the
words that are bound to them (chapters, words of exhibits).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evident.export import payloads
from evident.export.exporter import Exporter, ExportError
from evident.export.origins import Result
from evident.export.parts import SHOWN


class Claims(Exporter):
    """Exports claims."""

    def claim(self, key: str, test: Callable[..., Any], *arguments: Any, **named: Any) -> Result:
        """Export a test that a sentence can be bound to: whether it holds, of what, and what was tested.

        Args:
            test: returns True, False, or None where it cannot be told; the first paragraph of its docstring says what
                it tests, with `{name}` for what is passed as its parameter `name`.
            arguments: as for `derive`. If one of them is not known, the claim cannot be told.

        Raises:
            ExportError: key taken; the test returns something else.
        """
        name = self._new_name(key, self._named, "claim")
        result = self.derive(test, *arguments, **named)
        holds = result.value
        if holds is not None:
            if not (isinstance(holds, bool) or type(holds).__name__ in ("bool", "bool_")):
                raise ExportError(f"claim {name}: its test returns {holds!r}, not True, False or None")
            holds = bool(holds)
        payload = {"key": name, "holds": holds, "problem": result.problem}
        if self._publisher.telling:
            word = "unknown" if holds is None else "holds" if holds else "fails"
            payload |= {
                "label": self._namer.says(result),
                "text": self.words(f"common.claims.{word}"),
                "test": self._namer.says(result, values=True),
                "how": "modelled" if result.origin.modelled else "computed",
                "parts": self._namer.parts([*result.arguments, *result.named.values()])[:SHOWN],
                **self._origin_payload(name, result.origin),
            }
            self._publisher.publish(payloads.CLAIM, payload, payloads.claim_line(payload))
        self.claims[name], self._origins[name] = payload, result.origin
        return replace(result, value=holds).exported(name)
