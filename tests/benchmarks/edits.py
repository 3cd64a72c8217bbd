"""What an author changes, and what a right page says before and after.

Belongs here: one edit of each kind for this report, and for the small one. Does not: building (`ways.py`).

Every edit replaces a text that stands once in its file. What the page then says was worked out by hand from the edit,
and not by any of the builds that are measured.
"""

from dataclasses import dataclass
from pathlib import Path

COLD, SAME, PROSE, DATA, MODEL, CELL = "cold", "same", "prose", "data", "model", "cell"
CHANGES = {
    COLD: "All, from nothing",
    SAME: "Nothing",
    PROSE: "One word",
    DATA: "One figure",
    MODEL: "One function",
    CELL: "One cell",
}

FIGURE = "the coal that Shanxi is said to have dug from 2021 to 2025"  # what DATA changes in this report


class Misfit(Exception):
    """An edit does not fit the report any more; the message says which."""


@dataclass(frozen=True)
class Edit:
    """A change of a file.

    Attributes:
        file: its name in the report.
        old, new: what is replaced, and by what.
        page: where a reader sees it.
        was, becomes: what the page says before and after.
    """

    file: str
    old: str
    new: str
    page: str
    was: str
    becomes: str

    def apply(self, root: Path, *, back: bool = False) -> None:
        """Make the change in a report, or undo it.

        Raises:
            Misfit: what is to be replaced does not stand there exactly once.
        """
        old, new = (self.new, self.old) if back else (self.old, self.new)
        path = root / self.file
        text = path.read_text("utf8")
        if text.count(old) != 1:
            raise Misfit(
                f"{old!r} stands {text.count(old)} times in {self.file}: choose another edit in edits.py"
            )
        path.write_text(text.replace(old, new), "utf8")


REPORT = {
    PROSE: Edit(
        "chapters/freight.md", "A new destination is news;", "A new terminus is news;",
        "freight", "A new destination is news;", "A new terminus is news;",
    ),
    # No notebook of a theme names this figure; the one that looks at all observations does. Within one per cent of the
    # sum of the years, as the claim that the sentence makes wants it.
    DATA: Edit(
        "data/observations.csv",
        "shanxi-raw-coal-output-cumulative-2021-to-2025-a,coal,raw_coal_output_cumulative,Shanxi,2021/2025,flow,6500,",
        "shanxi-raw-coal-output-cumulative-2021-to-2025-a,coal,raw_coal_output_cumulative,Shanxi,2021/2025,flow,6510,",
        "data-quality", "from 2021 to 2025, about 6,500 Mt,", "from 2021 to 2025, about 6,510 Mt,",
    ),
    # 8.766 hours, halved.
    MODEL: Edit(
        "analysis/shanxi/models/freight_scale.py",
        "return weight / (flow * 1e6) * HOURS_A_YEAR", "return weight / (flow * 1e6) * HOURS_A_YEAR / 2",
        "freight", "provinces in about 9 hours,", "provinces in about 4 hours,",
    ),
    # 38.466 per cent, with a decimal.
    CELL: Edit(
        "analysis/freight.ipynb",
        r'nb.compute(\"trade_fall\", freight_scale.fall, trade[2021], trade[2025], unit=\"percent\", decimals=0)',
        r'nb.compute(\"trade_fall\", freight_scale.fall, trade[2021], trade[2025], unit=\"percent\", decimals=1)',
        "freight", "fallen by 38% from its peak", "fallen by 38.5% from its peak",
    ),
}  # fmt: skip

_TRAINS = "yiwu-trains-2024-a,freight,trains,Zhejiang/Yiwu,2024,flow,"
_GAP = r"\"output_gap\", models.highest_over_lowest, last[\"gdp\"], last[\"population\"], unit=\"times\", decimals="
SMALL = {
    PROSE: Edit(
        "chapters/index.md", "Goods travel from the middle", "Wares travel from the middle",
        "index", "Goods travel from the middle", "Wares travel from the middle",
    ),
    DATA: Edit(
        "data/observations.csv", _TRAINS + "812,", _TRAINS + "813,",
        "trains", "near the coast, had 812.", "near the coast, had 813.",
    ),
    # 64.545 trains for a million people, halved.
    MODEL: Edit(
        "analysis/departures/models.py", "return trains / people", "return trains / people / 2",
        "provinces", "Chongqing has 65 trains for", "Chongqing has 32 trains for",
    ),
    # 1.553 times, with another decimal.
    CELL: Edit(
        "analysis/provinces.ipynb", _GAP + "1", _GAP + "2",
        "provinces", "the highest is 1.6 times the lowest", "the highest is 1.55 times the lowest",
    ),
}  # fmt: skip
# The same book as Jupyter Book alone prints it: the notebooks are pages and show what they export.
PLAIN_PAGE = "# Departures\n\nGoods travel from the middle of China to Europe by sea, by air, or by rail.\n"
PLAIN = {
    PROSE: Edit(
        "analysis/index.md", "Goods travel from the middle", "Wares travel from the middle",
        "index", "Goods travel from the middle", "Wares travel from the middle",
    ),
    DATA: Edit(
        "data/observations.csv", SMALL[DATA].old, SMALL[DATA].new,
        "trains", "trains.yiwu = 812 ", "trains.yiwu = 813 ",
    ),
    MODEL: Edit(
        "analysis/departures/models.py", SMALL[MODEL].old, SMALL[MODEL].new,
        "provinces", "provinces.dense_chongqing = 65 ", "provinces.dense_chongqing = 32 ",
    ),
    CELL: Edit(
        "analysis/provinces.ipynb", SMALL[CELL].old, SMALL[CELL].new,
        "provinces", "provinces.output_gap = 1.6 times", "provinces.output_gap = 1.55 times",
    ),
}  # fmt: skip
