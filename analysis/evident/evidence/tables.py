"""Load and query what is known: the tables of `data/`.

Belongs here: reading observations, indicators, panel and sources, hiding what was published after a date, and
looking things up by id or by what they measure. Does not: judging whether the evidence is sound (`checks.py`)
or computing with it (`models/`).

Evidence that was published after the `as_of` date stays in place, so that notebooks need no special case, but
its value is NaN: whatever is computed from it is NaN too, and prints as not known.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from evident import paths, reads
from evident.evidence.frames import read_frame
from evident.evidence.ids import PANEL_ID, nearest
from evident.evidence.periods import published_by
from evident.evidence.relations import Relations, read_relations
from evident.evidence.rows import Observation, PanelValue, Selection, WholeTable
from evident.evidence.sources import Source, read_sources

END_OF_TIME = dt.date(9000, 1, 1)


class UnknownEvidence(KeyError):
    """An id or a selection that the evidence does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


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
        self._relations = relations or Relations()
        self._indicators, self._sources, self.as_of = indicators, sources, as_of
        self._late = {
            key for key, source in sources.items() if published_by(source.published, source.read) > as_of
        }
        self._observations = observations.copy()
        late = self._observations["source_id"].isin(self._late)
        self._observations.loc[late, ["value", "value_high"]] = float("nan")
        self._panel = panel.copy()
        # Official series are revised and their vintages are not kept: a cell counts as known once its year is
        # over.
        self._panel.loc[self._panel["year"] > (as_of + dt.timedelta(days=1)).year - 1, "value"] = float("nan")
        self._wide: dict[str, pd.DataFrame] = {}
        self._selected: dict[tuple[object, ...], Selection] = {}

    @classmethod
    def load(cls, as_of: dt.date | str = END_OF_TIME, folder: Path | None = None) -> "Evidence":
        """Read the tables of `folder` (default: the project's `data/`).

        Raises:
            BadFile: a file is missing, or not of the form that `check` asks for; with file, line and remedy.
        """
        folder = folder or paths.data_dir()
        observations = read_frame(folder, "observations", "obs_id")
        panel = read_frame(folder, "panel")
        panel.index = pd.Index(
            "panel:" + panel["province"] + ":" + panel["year"].astype(str) + ":" + panel["indicator"],
            name="obs_id",
        )
        indicators = read_frame(folder, "indicators", "indicator")
        date = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        sources = read_sources(folder / "sources.bib")
        return cls(observations, panel, indicators, sources, date, read_relations(folder))

    # Whoever takes a whole table has read all of it.

    @property
    def observations(self) -> pd.DataFrame:
        """All observations."""
        reads.note("table", "observations.csv")
        reads.note("table", "sources.bib")  # what was published when
        return self._observations

    @property
    def panel(self) -> pd.DataFrame:
        """The whole panel."""
        reads.note("table", "panel.csv")
        return self._panel

    @property
    def indicators(self) -> pd.DataFrame:
        """All indicators."""
        reads.note("table", "indicators.csv")
        return self._indicators

    @property
    def sources(self) -> dict[str, Source]:
        """All sources by id."""
        reads.note("table", "sources.bib")
        return self._sources

    @property
    def relations(self) -> Relations:
        """The identities that tie indicators together."""
        reads.note("table", "identities.yml")
        return self._relations

    def label(self, indicator: str, language: str = "en") -> str:
        """What an indicator is called (KeyError if there is none).

        Args:
            language: in which the table of indicators names it, `en` or `zh`, or as Sphinx names that: `zh_CN`.
        """
        reads.note("indicator", indicator)
        return self._labels[language.partition("_")[0]][indicator]

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {
            language: {str(key): str(label) for key, label in self._indicators[f"label_{language}"].items()}
            for language in ("en", "zh")
        }

    @cached_property
    def _full(self) -> dict[str, Observation]:
        names = list(self._observations.columns)
        rows = zip(*(self._observations[name].tolist() for name in names), strict=True)
        return {row[names.index("obs_id")]: Observation(**dict(zip(names, row, strict=True))) for row in rows}

    @cached_property
    def _cells(self) -> dict[str, PanelValue]:
        # A fact may rest on a thousand cells, and each look into the table takes a tenth of a millisecond.
        columns = ["province", "year", "indicator", "value", "unit", "source_id"]
        rows = self._panel[columns].itertuples(name=None)
        return {str(key): PanelValue(str(key), *cell) for key, *cell in rows}

    def __getitem__(self, obs_id: str) -> Observation:
        """The observation with this id; its value is NaN if it was not yet public.

        Raises:
            UnknownEvidence: no such id; the message offers the nearest ones.
        """
        reads.note("observation", obs_id)
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
        reads.note("series", indicator)
        reads.note("indicator", indicator)
        if indicator not in self._indicators.index:
            raise UnknownEvidence(f"no indicator {indicator!r}{nearest(indicator, self._indicators.index)}")
        wanted = {status} if isinstance(status, str) else set(status or ())
        table = self._observations
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
        reads.note("cell", key)
        try:
            return self._cells[key]
        except KeyError:
            raise UnknownEvidence(f"no panel cell {key!r}{nearest(key, self._cells)}") from None

    def table(self, indicator: str, provinces: Iterable[str] | None = None) -> pd.DataFrame:
        """An indicator of the panel as a table: index year, one column a province, in the indicator's unit.

        Raises:
            UnknownEvidence: the panel has no such indicator.
        """
        reads.note("panel", indicator)
        if indicator not in self._wide:
            rows = self._panel[self._panel["indicator"] == indicator]
            if rows.empty:
                raise UnknownEvidence(
                    f"no panel indicator {indicator!r}{nearest(indicator, set(self._panel['indicator']))}"
                )
            self._wide[indicator] = rows.pivot(index="year", columns="province", values="value")
        # A copy that shares its data until somebody writes into one of the two.
        wide = self._wide[indicator].copy(deep=False)
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
        asked = (
            indicator,
            None if provinces is None else tuple(provinces),
            None if years is None else tuple(int(year) for year in years),
        )
        if asked not in self._selected:
            self._selected[asked] = self._select(*asked)
        reads.note("panel", indicator)
        found = self._selected[asked]
        return replace(found, table=found.table.copy(deep=False))

    def _select(
        self, indicator: str, provinces: tuple[str, ...] | None, years: tuple[int, ...] | None
    ) -> Selection:
        wide = self.table(indicator)
        wanted = list(provinces) if provinces is not None else list(wide.columns)
        if strange := [name for name in wanted if name not in wide.columns]:
            near = nearest(strange[0], wide.columns)
            raise UnknownEvidence(f"no panel cells of {indicator!r} in {strange[0]!r}{near}")
        index = list(years if years is not None else wide.index)
        if late := [year for year in index if year not in wide.index]:
            raise UnknownEvidence(f"no panel cells of {indicator!r} in {late[0]}")
        keys = [f"panel:{place}:{year}:{indicator}" for place in wanted for year in index]
        unit = str(self._panel.loc[self._panel["indicator"] == indicator, "unit"].iloc[0])
        ids = tuple(key for key in keys if key in self._cells)
        known = not any(math.isnan(self._cells[key].value) for key in ids)
        table = wide.loc[index, wanted]
        return Selection(indicator, unit, ids, table, known, tuple(wanted), tuple(map(int, index)))

    def whole(self, name: str) -> WholeTable:
        """A whole table (observations, panel, indicators, sources) as the origin of a count of the evidence.

        Of sources the table has an index of ids and no columns. Rows published after the evidence's date are left
        out of the observations.

        Raises:
            UnknownEvidence: there is no such table.
        """
        tables: dict[str, Callable[[], pd.DataFrame]] = {
            "observations": lambda: self.observations[self.observations["value"].notna()],
            "panel": lambda: self.panel,
            "indicators": lambda: self.indicators,
            "sources": lambda: pd.DataFrame(index=pd.Index(sorted(self.sources))),
        }
        if name not in tables:
            raise UnknownEvidence(f"no table {name!r}{nearest(name, tables)}")
        return WholeTable(f"data:{name}", tables[name]())

    def moved(self, factors: Mapping[str, float]) -> "Evidence":
        """A copy in which some observations and panel cells are so many times what was published: what moves then?

        A figure of zero becomes the factor less one.

        Raises:
            UnknownEvidence: there is no such figure.
        """
        if lost := next((key for key in factors if not self.has(key)), None):
            raise UnknownEvidence(f"no figure {lost!r}{nearest(lost, self._full)}")
        copy = Evidence(
            self._observations, self._panel, self._indicators, self._sources, END_OF_TIME, self._relations
        )
        copy.as_of = self.as_of
        for table, columns in ((copy._observations, ["value", "value_high"]), (copy._panel, ["value"])):
            keys = [key for key in factors if key in table.index]
            by = pd.Series({key: factors[key] for key in keys}, dtype=float)
            for column in columns:
                old = table.loc[keys, column].astype(float)
                table.loc[keys, column] = (old * by).where(old != 0, by - 1)
        return copy

    def disputing(self, groups: Iterable[str]) -> list[str]:
        """Ids of all observations in these groups of conflict, in order."""
        groups = set(groups)
        for group in groups:
            reads.note("conflict", group)
        table = self._observations
        return sorted(str(key) for key in table.index[table["conflict_group"].isin(groups)])

    def own(self, figure: Observation | PanelValue) -> bool:
        """Whether this is a figure as this evidence has it, and not one that somebody made of it."""
        known = self._full if isinstance(figure, Observation) else self._cells
        return known.get(figure.obs_id) is figure

    def has(self, key: str) -> bool:
        """Whether this is the id of an observation or of a panel cell."""
        reads.note("cell" if PANEL_ID.fullmatch(key) else "observation", key)
        return key in self._full or key in self._cells

    def sources_of(self, keys: Iterable[str]) -> list[str]:
        """The source ids of observations and panel cells, each once, in order; no document published after `as_of`.

        Raises:
            UnknownEvidence: there is no such observation or cell.
        """
        found: dict[str, None] = {}
        cells = self._cells
        for key in keys:
            if (cell := cells.get(key)) is not None:
                reads.note("cell", key)
                found[cell.source_id] = None
            elif match := PANEL_ID.fullmatch(key):
                self.cell(match["province"], int(match["year"]), match["indicator"])  # raises
            else:
                found[self[key].source_id] = None
        return [key for key in found if key not in self._late]

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
        reads.note("indicator", obs.indicator)
        row = self._indicators.loc[obs.indicator]
        record: dict[str, object] = {
            **vars(replace(obs)),
            "decimals": obs.decimals,
            "label_en": row["label_en"],
            "label_zh": row["label_zh"],
            "definition": row["definition"],
            "theme": obs.theme or row["theme"],
        }
        return {k: (None if isinstance(v, float) and math.isnan(v) else v) for k, v in record.items()}
