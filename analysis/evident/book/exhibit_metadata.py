"""What stands beside the CSV file of an exhibit: what it shows, its columns and units, and where it comes from.

Belongs here: that JSON, in the form of CSV on the Web. Does not: the rows (`exhibit_csv.py`).

Source of the form: Tennison and Kellogg (eds.), Metadata Vocabulary for Tabular Data, W3C Recommendation of 2015. A
reader of that form finds the file by its name, X.csv-metadata.json beside X.csv. What the form has no word for (what
the title rests on, what was assumed, each published figure) is one object in its list of `notes`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from evident.book.exhibit_csv import cells, heading
from evident.book.notebooks import Exports, Payload
from evident.evidence.sources import Source
from evident.run.about import LICENCE, About
from evident.text import sentences
from evident.text.words import Words

SUFFIX = "-metadata.json"
_TYPES = (
    ("integer", r"-?\d+"),
    ("decimal", r"-?\d+(\.\d+)?"),
    ("date", r"\d{4}-\d{2}-\d{2}"),
    ("gYearMonth", r"\d{4}-\d{2}"),
    ("boolean", "true|false"),
)


def metadata_of(
    payload: Payload,
    exports: Exports,
    sources: Mapping[str, Source],
    told: About,
    about: Mapping[str, Any],
    words: Words,
) -> str:
    """What an exhibit shows and where it comes from, as JSON.

    Args:
        about: `csv`, the name of the CSV file; `citation`; `address` from the root of the book, or whole; `files`, what
            the exhibit offers by kind; `names`, what these are called when they are saved.
    """
    record = {name: payload[name] for name in ("key", "kind", "title", "subtitle", "alt", "note", "how")}
    record["assumed"] = payload["assumed"]
    record["title_rests_on"] = [
        {name: exports.claims[key][name] for name in ("key", "holds", "test")} for key in payload["claims"]
    ]
    record |= {name: about[name] for name in ("citation", "address", "files", "names")}
    record |= {"licence": LICENCE, "version": told.version, "as_of": exports.about.get("as_of", "")}
    record |= {"columns": payload["columns"], "facts": payload["facts"]}
    record["notebook"] = {"name": f"{exports.name}.ipynb", "cell": payload["cell"], **exports.about}
    record["sources"] = [
        {
            name: getattr(sources[key], name)
            for name in ("source_id", "publisher", "title", "published", "url")
        }
        for key in payload["sources"]
    ]
    record["rests_on"] = [exports.evidence.get(key, {"obs_id": key}) for key in payload["rests_on"]]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": words.language}],
        "url": about["csv"],
        "dc:title": payload["title"],
        "dc:description": payload["subtitle"],
        "dc:creator": ", ".join(told.authors),
        "dc:license": {"@id": LICENCE["url"]},
        "dc:date": record["as_of"],
        "dc:source": [
            f"{sentences.known(source['publisher'], words.language)}: {source['title']}"
            for source in record["sources"]
        ],
        "dc:bibliographicCitation": about["citation"],
        "schema:version": told.version,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": {"columns": _columns(payload, words)},
        "notes": [record],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _columns(payload: Payload, words: Words) -> list[dict[str, Any]]:
    """The columns of the CSV file: name, heading, type, and unit where they have one."""
    found = []
    headings = {column["name"]: heading(column, words) for column in payload["columns"]}
    rows = [cells(row, payload["columns"], words) for row in payload["rows"]]
    for place, column in enumerate(payload["columns"]):
        values = ["" if row[place] is None else str(row[place]) for row in rows]
        described = {"name": column["name"], "titles": heading(column, words), "datatype": type_of(values)}
        if column.get("unit"):
            described["schema:unitText"] = column["unit"]
        elif column.get("unit_in"):
            described["dc:description"] = words("downloads.unit_in", column=headings[column["unit_in"]])
        found.append(described)
    return found


def type_of(values: list[str]) -> str:
    """The type of a column as CSV on the Web names it: the narrowest that all its values have which are not empty.

    Years stay integers; dates of several precisions are strings.
    """
    known = [value for value in values if value]
    fits = (name for name, form in _TYPES if all(re.fullmatch(form, value) for value in known))
    return next(fits, "string") if known else "string"
