"""The audit of origins on the real report: what moves a number is named by it, and what it names moves it.

Belongs here: a sample of the figures and of the parameters, and the exceptions with their reasons. Does not: the audit
itself (`tests/audit/`, which the small report tests); everything (`make audit`).
"""

import random

import pytest

from evident.run import sweep_plan

from . import audit

SAMPLE = 90  # figures, drawn from what each notebook names
CHOICES = 45  # parameters, of those that all notebooks have
SEED = 2026
# Exports that name what moves them at no size, and why. Both names may be patterns.
LARGEST_FIRST = "The largest mines come first; of classes that are not reached only the capacity counts."
SMALL_CANCEL = "All mines less the small ones: the small ones cancel."
HOW_MANY = "Counts figures on record, whatever their value."
OUTCOMES = "Counts outcomes, and the margins of this one are wide."
WIDE = "Ten times more or less would leave the same order: the margin is wide."
SIZES = "shanxi-operating-mines-by-size-2024-05-22-*"
REDRAWN = "The views draw the threshold from its range; the column that this one made is replaced."
CHOOSES = "Decides only who is among the burners."
RANKS = "An order of provinces, which one cell or another first year leaves as it is."
YEARS = "Counts the years that are compared, whatever their values."
WIDEST = "Of several counts of one year only the lowest and the highest matter."
LISTED = "Asks which years and places are listed, whatever the value."
PEAK = "A maximum over years, which lies in another one."
NEW_BASE = "The figures of 2024 start a new census base, and no growth is computed across one."
# By notebook: names of exports, what does not move them, why.
EXCEPTIONS: list[tuple[str, str, dict[str, str]]] = [
    ("province", "lacks_output_path lacks_plant_path output_start output_end steps", {"panel:*": LISTED}),
    ("atlas", "listed_places", {"panel:*": LISTED}),
    (
        "cooperation",
        "*_share *five_* *jiangsu_* others_loose payer_pays_more_now scale",
        {"cooperation.threshold": REDRAWN},
    ),
    (
        "cooperation",
        "favourites*",
        {"panel:*": RANKS, "cooperation.first_year": RANKS},
    ),
    (
        "cooperation",
        "heads_of_beijing order_turns_at_mean same_burners burners *_capability_share *_carbon_share *_head "
        "hebei_burns_most partners *_large_and_poor",
        {"panel:*": CHOOSES, "const-*": CHOOSES},
    ),
    (
        "cooperation",
        "small_in_budgets worst_*",
        {"panel:*": "A maximum over provinces and rules, of another province."},
    ),
    ("cooperation", "changes_*_years output_income_years", {"*": YEARS}),
    ("cooperation", "changes_* output_income* levels_silent", {"shanxi-raw-coal-output-*": WIDEST}),
    ("cooperation", "liaoning_at_median", {"panel:*": WIDE}),
    (
        "cooperation",
        "bands_meet",
        {"cooperation.threshold": "Views begin ability anywhere in a range; only their ends are compared."},
    ),
    (
        "atlas",
        "burners burners_middle diggers diggers_middle untold tiles",
        {"panel:*": CHOOSES, "const-*": CHOOSES},
    ),
    ("atlas", "places *_year", {"*": LISTED}),
    ("atlas", "far_* highest lowest apart* nearer", {"panel:*": RANKS}),
    (
        "province",
        "*_part_share *_by_ability carbon_over_ability *_most duty",
        {"panel:*": CHOOSES, "const-*": CHOOSES},
    ),
    ("province", "*_year solar_start *places has_* in_inventory digs unlisted", {"*": LISTED}),
    ("cooperation", "forecasts", {"*": HOW_MANY}),
    (
        "cooperation",
        "brotherhood_figures brotherhood_verdict nothing_found scorecard",
        dict.fromkeys(("*-paired-assistance-*", "*-east-west-funds-*", "*-eco-compensation-*"), HOW_MANY),
    ),
    (
        "cooperation",
        "balance_year income_latest_year",
        {"*": "The year of a figure, not its value."},
    ),
    ("cooperation", "*_peak_growth mostly_price", {"shanxi-gdp-*": PEAK}),
    ("cooperation", "income price_peak_year", {"shanxi-gdp-growth-2024-b": NEW_BASE}),
    (
        "mining",
        "count_is_not_coal half_possible most_share_* upper_above_half",
        {SIZES: LARGEST_FIRST},
    ),
    ("mining", "enough_for_the_large large_mines", {SIZES: SMALL_CANCEL}),
    ("mining", "deaths", {"china-deaths-per-mt-2021-a": "Of two prints of one rate the good one is drawn."}),
    (
        "mining",
        "least_share_latest",
        {SIZES: "The smallest mines come first; the class of the largest is not reached."},
    ),
    (
        "mining",
        "best_year",
        {"shanxi-intelligent-mines-2022-12-31-a": "A maximum, far above the addition of 2023."},
    ),
    (
        "mining",
        "chance_all",
        {
            "mining.draws": "No draw reaches all mines, however many there are.",
            "mining.seed": "No draw reaches all mines, whichever they are.",
        },
    ),
    ("freight", "behind_every_city", {"*-china-europe-trips-2024-a": WIDE}),
    ("freight", "mostly_failed tried", {"shanxi-china-europe-trips-*": HOW_MANY}),
    (
        "freight",
        "tried_met",
        {"shanxi-china-europe-trips-*": "Counts hits; the first total is far from all others."},
    ),
    (
        "freight",
        "surge_months",
        {"shanxi-china-europe-trips-cumulative-*": "Their days count, not their values."},
    ),
    (
        "freight",
        "network",
        {"*": "The map shows where a source reports a train or a flight, not how many."},
    ),
    (
        "renewables",
        "scorecard",
        {"shanxi-share-new-and-clean-generation-2025-a": "Behind a verdict that an estimate cannot decide."},
    ),
    ("renewables", "pumped_plants", {"*": HOW_MANY}),
    (
        "renewables",
        "capacity_can_be_scored new_and_clean_ahead verdict_new_and_clean renewables_on_track_if_plan_met "
        "verdict_renewables_if_plan_met",
        {
            "renewables.tolerance": "The target is reached, or the plan is the pace needed: no tolerance turns it."
        },
    ),
    (
        "renewables",
        "gas_2025_missed verdict_gas_2025",
        {"renewables.met_within": "The target is farther off than any part of it that is tried."},
    ),
    (
        "renewables",
        "*lost_in_winter",
        {"shanxi-*-utilisation-rate-*": "Asks of a month whether much was lost in it, not how much."},
    ),
    ("hydrogen", "claims_tested", {"*": "Counts the claims with an outcome, whichever it is."}),
    ("hydrogen", "claims_failed some_fail", {"*": OUTCOMES}),
    (
        "hydrogen",
        "claims",
        {f"hydrogen.{name}": "Prints ranges of draws in rounded numbers." for name in ("draws", "seed")},
    ),
]
IDLE: dict[str, dict[str, str]] = {}
for _notebook, _names, _why in EXCEPTIONS:
    for _name in _names.split():
        IDLE.setdefault(f"* {_notebook}.{_name}", {}).update(_why)


@pytest.fixture(scope="module")
def runs() -> list[audit.Run]:
    # A notebook that reads sweeps counts findings, whatever the figures are.
    return [run for run in audit.runs_of() if not sweep_plan.reads_sweeps(run.path)]


@pytest.fixture(scope="module")
def moved(runs: list[audit.Run]) -> tuple[list[str], list[str], audit.Audit]:
    """The figures and parameters that were moved one at a time, and what was found."""
    evidence = audit.evidence_of(runs)
    before = audit.before_of(runs, evidence)
    every = audit.figures_of(evidence)
    figures = audit.sample(before, every, SAMPLE, SEED)
    parameters = random.Random(SEED).sample(sorted(audit.parameters_of(runs)), CHOICES)
    found = audit.audit(runs, evidence, figures, parameters, unnamed=every, allowed=IDLE, before=before)
    return figures, parameters, found


def test_the_sample_is_large_and_draws_on_every_notebook(
    runs: list[audit.Run], moved: tuple[list[str], list[str], audit.Audit]
) -> None:
    figures, parameters, found = moved
    assert len(figures) + len(parameters) >= SAMPLE + CHOICES
    for run in runs:
        exports = [name for name in found.named if f" {run.name}." in name]
        assert len(set().union(*(found.named[name] for name in exports))) >= 10, run.name


def test_what_moves_an_export_is_named_by_it(moved: tuple[list[str], list[str], audit.Audit]) -> None:
    assert moved[2].untold == []


def test_what_an_export_names_moves_it(moved: tuple[list[str], list[str], audit.Audit]) -> None:
    assert audit.unexcused(moved[2].idle, IDLE) == []


def test_no_moved_figure_stops_a_notebook(moved: tuple[list[str], list[str], audit.Audit]) -> None:
    assert moved[2].crashes == {}


def test_models_can_use_all_figures_as_they_are(moved: tuple[list[str], list[str], audit.Audit]) -> None:
    assert [where for where in moved[2].findings if where.startswith("nothing moved")] == []


def test_every_exception_is_about_something_there_is(
    moved: tuple[list[str], list[str], audit.Audit],
) -> None:
    from fnmatch import filter as matching

    for export, why in IDLE.items():
        assert matching(moved[2].named, export), export
        assert all(reason.endswith(".") for reason in why.values())
