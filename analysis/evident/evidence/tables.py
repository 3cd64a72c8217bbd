"""Load and query what is known: the tables of `data/`.

Belongs here: reading observations, indicators, panel and sources, hiding what was published after a date, and
looking things up by id or by what they measure. Does not: judging whether the evidence is sound (`checks.py`)
or computing with it (`models/`).

Evidence that was published after the `as_of` date stays in place, so that notebooks need no special case, but
its value is NaN: whatever is computed from it is NaN too, and prints as not known.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from evident import paths
from evident.evidence.ids import PANEL_ID, nearest
from evident.evidence.periods import period_end, published_by
from evident.evidence.relations import Relations, read_relations
from evident.evidence.sources import Source, read_sources
from evident.text.formats import decimals_of

END_OF_TIME = dt.date(9000, 1, 1)


class UnknownEvidence(KeyError):
    """An id or a selection that the evidence does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Observation:
    """One published figure.

    `value` is in `unit`; `value_high` is the upper end of a range, else NaN. `bound` is how the source prints
    it: exact, at_least, at_most, approx or range. `period` is ISO 8601 (year, quarter, month, date,
    start/end).
    """

    obs_id: str
    theme: str
    indicator: str
    place: str
    period: str
    period_kind: str
    value: float
    value_high: float
    unit: str
    bound: str
    status: str
    category: str
    definition_note: str
    source_id: str
    locator: str
    paraphrase: str
    quality: str
    quality_note: str
    conflict_group: str

    @property
    def known(self) -> bool:
        """False if the figure was published after the edition's date."""
        return not math.isnan(self.value)

    @property
    def end(self) -> dt.date:
        """The last day of the period: the day itself for a stock that is dated."""
        return period_end(self.period)

    @property
    def decimals(self) -> int:
        """How many decimals the source printed."""
        return (
            max(decimals_of(v) for v in (self.value, self.value_high) if not math.isnan(v))
            if self.known
            else 0
        )


@dataclass(frozen=True)
class PanelValue:
    """One cell of the panel: province × year × indicator, from official statistics."""

    obs_id: str
    province: str
    year: int
    indicator: str
    value: float
    unit: str
    source_id: str


@dataclass(frozen=True)
class Selection:
    """Many cells of one indicator of the panel: index year, one column a place, in the indicator's unit.

    `ids` are the cells in it, in order of place and year; `known` is False if one of them was not yet public.
    """

    indicator: str
    unit: str
    ids: tuple[str, ...]
    table: pd.DataFrame
    known: bool


@dataclass(frozen=True)
class WholeTable:
    """A whole table of the evidence, for counts of the evidence itself; `obs_id` is `data:<name>`."""

    obs_id: str
    table: pd.DataFrame


class Evidence:
    """The evidence as it was known on a date.

    Attributes:
        observations: one row an observation, index `obs_id`; columns as in the Data Package.
        panel: province × year rows with columns province, year, indicator, value, unit, source_id; index
            `obs_id` of the form `panel:<province>:<year>:<indicator>`.
        indicators: index `indicator`; columns theme, label_en, label_zh, unit, kind, definition, higher_is.
        sources: `Source` by id.
        relations: the identities that tie indicators together.
        as_of: observations published after this date, and panel cells of years not over by then, are NaN.
    """

    def __init__(
        self,
        observations: pd.DataFrame,
        panel: pd.DataFrame,
        indicators: pd.DataFrame,
        sources: dict[str, Source],
        as_of: dt.date = END_OF_TIME,
        relations: Relations | None = None,
    ) -> None:
        self.relations = relations or Relations()
        self.indicators, self.sources, self.as_of = indicators, sources, as_of
        late = {key for key, source in sources.items() if published_by(source.published, source.read) > as_of}
        self.observations = observations.copy()
        self.observations.loc[self.observations["source_id"].isin(late), ["value", "value_high"]] = float(
            "nan"
        )
        self.panel = panel.copy()
        # Official series are revised and their vintages are not kept: a cell counts as known once its year is
        # over.
        self.panel.loc[self.panel["year"] > (as_of + dt.timedelta(days=1)).year - 1, "value"] = float("nan")

    @classmethod
    def load(cls, as_of: dt.date | str = END_OF_TIME, folder: Path | None = None) -> "Evidence":
        """Read the tables of `folder` (default: the project's `data/`).

        Raises:
            FileNotFoundError: a table is missing.
        """
        folder = folder or paths.data_dir()
        observations = _text(folder / "observations.csv", "obs_id")
        for column in ("value", "value_high"):
            # Python's own reading: the nearest float, which prints back as the digits in the file.
            observations[column] = [float(v) if v else math.nan for v in observations[column]]
        panel = pd.read_csv(folder / "panel.csv", keep_default_na=False)
        panel.index = pd.Index(
            "panel:" + panel["province"] + ":" + panel["year"].astype(str) + ":" + panel["indicator"],
            name="obs_id",
        )
        indicators = _text(folder / "indicators.csv", "indicator")
        date = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        sources = read_sources(folder / "sources.bib")
        return cls(observations, panel, indicators, sources, date, read_relations(folder))

    @cached_property
    def _full(self) -> dict[str, Observation]:
        names = list(self.observations.columns)
        rows = zip(*(self.observations[name].tolist() for name in names), strict=True)
        return {row[names.index("obs_id")]: Observation(**dict(zip(names, row, strict=True))) for row in rows}

    @cached_property
    def _cells(self) -> dict[str, PanelValue]:
        # A fact may rest on a thousand cells, and each look into the table takes a tenth of a millisecond.
        columns = ["province", "year", "indicator", "value", "unit", "source_id"]
        rows = self.panel[columns].itertuples(name=None)
        return {str(key): PanelValue(str(key), *cell) for key, *cell in rows}

    def __getitem__(self, obs_id: str) -> Observation:
        """The observation with this id; its value is NaN if it was not yet public.

        Raises:
            UnknownEvidence: no such id; the message offers the nearest ones.
        """
        try:
            return self._full[obs_id]
        except KeyError:
            raise UnknownEvidence(f"no observation {obs_id!r}{nearest(obs_id, self._full)}") from None

    def select(
        self,
        indicator: str,
        place: str | None = None,
        *,
        status: str | Iterable[str] | None = "actual",
        period_kind: str | None = None,
        category: str | None = None,
        quality: Iterable[str] = ("good", "doubtful", "conflict"),
        known: bool = True,
    ) -> list[Observation]:
        """Observations of an indicator, ordered by end of period and id.

        Args:
            place: only this place; None for all.
            status: actual, estimate, target, plan, forecast or derived, or several; None for all.
            period_kind: flow, stock or target; None for all.
            category: only this class, route or line; None for all.
            quality: which qualities to admit; "damaged_text" must be asked for.
            known: leave out what was not yet public.

        Raises:
            UnknownEvidence: the indicator does not exist, so that a misspelt name is never an empty chart.
        """
        if indicator not in self.indicators.index:
            raise UnknownEvidence(f"no indicator {indicator!r}{nearest(indicator, self.indicators.index)}")
        wanted = {status} if isinstance(status, str) else set(status or ())
        table = self.observations
        found = [self._full[str(key)] for key in table.index[table["indicator"] == indicator]]
        admitted = set(quality)
        return sorted(
            (
                obs
                for obs in found
                if (place is None or obs.place == place)
                and (not wanted or obs.status in wanted)
                and (period_kind is None or obs.period_kind == period_kind)
                and (category is None or obs.category == category)
                and obs.quality in admitted
                and (obs.known or not known)
            ),
            key=lambda obs: (obs.end, obs.obs_id),
        )

    def cell(self, province: str, year: int, indicator: str) -> PanelValue:
        """One cell of the panel.

        Raises:
            UnknownEvidence: the panel has no such cell.
        """
        key = f"panel:{province}:{year}:{indicator}"
        try:
            return self._cells[key]
        except KeyError:
            raise UnknownEvidence(f"no panel cell {key!r}{nearest(key, self._cells)}") from None

    def table(self, indicator: str, provinces: Iterable[str] | None = None) -> pd.DataFrame:
        """An indicator of the panel as a table: index year, one column a province, in the indicator's unit.

        Raises:
            UnknownEvidence: the panel has no such indicator.
        """
        rows = self.panel[self.panel["indicator"] == indicator]
        if rows.empty:
            raise UnknownEvidence(
                f"no panel indicator {indicator!r}{nearest(indicator, set(self.panel['indicator']))}"
            )
        wide = rows.pivot(index="year", columns="province", values="value")
        return wide[list(provinces)] if provinces is not None else wide

    def selection(
        self, indicator: str, provinces: Iterable[str] | None = None, years: Iterable[int] | None = None
    ) -> Selection:
        """Cells of one indicator of the panel, to be passed to a call as they are: it becomes its origin.

        Args:
            provinces: only these, in this order; None for all.
            years: only these; None for all.

        Raises:
            UnknownEvidence: the panel has no such indicator, place or year.
        """
        wide = self.table(indicator)
        wanted = list(provinces) if provinces is not None else list(wide.columns)
        if strange := [name for name in wanted if name not in wide.columns]:
            near = nearest(strange[0], wide.columns)
            raise UnknownEvidence(f"no panel cells of {indicator!r} in {strange[0]!r}{near}")
        index = [int(year) for year in years] if years is not None else list(wide.index)
        if late := [year for year in index if year not in wide.index]:
            raise UnknownEvidence(f"no panel cells of {indicator!r} in {late[0]}")
        keys = [f"panel:{place}:{year}:{indicator}" for place in wanted for year in index]
        unit = str(self.panel.loc[self.panel["indicator"] == indicator, "unit"].iloc[0])
        ids = tuple(key for key in keys if key in self._cells)
        known = not any(math.isnan(self._cells[key].value) for key in ids)
        return Selection(indicator, unit, ids, wide.loc[index, wanted], known)

    def whole(self, name: str) -> WholeTable:
        """A whole table (observations, panel, indicators, sources) as the origin of a count of the evidence.

        Of sources the table has an index of ids and no columns. Rows published after the evidence's date are left
        out of the observations.

        Raises:
            UnknownEvidence: there is no such table.
        """
        tables = {
            "observations": self.observations[self.observations["value"].notna()],
            "panel": self.panel,
            "indicators": self.indicators,
            "sources": pd.DataFrame(index=pd.Index(sorted(self.sources))),
        }
        if name not in tables:
            raise UnknownEvidence(f"no table {name!r}{nearest(name, tables)}")
        return WholeTable(f"data:{name}", tables[name])

    def moved(self, factors: Mapping[str, float]) -> "Evidence":
        """A copy in which some observations and panel cells are so many times what was published: what moves then?

        A figure of zero becomes the factor less one.

        Raises:
            UnknownEvidence: there is no such figure.
        """
        if lost := next((key for key in factors if not self.has(key)), None):
            raise UnknownEvidence(f"no figure {lost!r}{nearest(lost, self._full)}")
        copy = Evidence(
            self.observations, self.panel, self.indicators, self.sources, END_OF_TIME, self.relations
        )
        copy.as_of = self.as_of
        for table, columns in ((copy.observations, ["value", "value_high"]), (copy.panel, ["value"])):
            keys = [key for key in factors if key in table.index]
            by = pd.Series({key: factors[key] for key in keys}, dtype=float)
            for column in columns:
                old = table.loc[keys, column].astype(float)
                table.loc[keys, column] = (old * by).where(old != 0, by - 1)
        return copy

    def has(self, key: str) -> bool:
        """Whether this is the id of an observation or of a panel cell."""
        return key in self._full or key in self._cells

    def source_of(self, key: str) -> str:
        """The source id of an observation or panel cell (UnknownEvidence if there is none)."""
        if key in self._cells:
            return self._cells[key].source_id
        if match := PANEL_ID.fullmatch(key):
            return self.cell(match["province"], int(match["year"]), match["indicator"]).source_id
        return self[key].source_id

    def record(self, key: str) -> dict[str, object]:
        """What the evidence catalogue prints of an observation or panel cell: plain values, NaN as None.

        An observation that was not yet public keeps its description and loses its value.
        """
        if match := PANEL_ID.fullmatch(key):
            cell = self.cell(match["province"], int(match["year"]), match["indicator"])
            obs = Observation(
                cell.obs_id, "", cell.indicator, cell.province, str(cell.year), "", cell.value, math.nan,
                cell.unit, "exact", "actual", "", "", cell.source_id, "", "", "good", "", "",
            )  # fmt: skip
        else:
            obs = self[key]
        row = self.indicators.loc[obs.indicator]
        record: dict[str, object] = {
            **vars(replace(obs)),
            "decimals": obs.decimals,
            "label_en": row["label_en"],
            "label_zh": row["label_zh"],
            "definition": row["definition"],
            "theme": obs.theme or row["theme"],
        }
        return {k: (None if isinstance(v, float) and math.isnan(v) else v) for k, v in record.items()}


def _text(path: Path, key: str) -> pd.DataFrame:
    """A table with every cell as text, empty cells as empty text, indexed by its key."""
    table = pd.read_csv(path, dtype="string", keep_default_na=False)
    return table.astype("object").set_index(key, drop=False)
