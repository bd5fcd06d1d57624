"""A plan that leaves as a table and comes back is the same timetable, whatever stops are called."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.base import Language, LocalText
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.formats.tables.csv_file import csv_bytes
from shuttle.formats.tables.plan_sheets import plan_sheets
from shuttle.formats.tables.xlsx_file import xlsx_bytes
from shuttle.scenario.sheets.fixed_trips import fixed_trips
from shuttle.scenario.sheets.trip_sheet import read_trip_sheet
from tests.builders import plan, scenario, trip
from tests.formats.tables.hostile import hostile_texts

PLACE = scenario()
LANGUAGE = st.sampled_from(["en", "zh-Hant", "zh-Hans"])
NAME = hostile_texts | st.sampled_from(["a", "b", "A", "gate", "08:30", "From", ""])


def called(names: tuple[str, str]) -> Scenario:
    """The small world with other names of its stops."""
    stops = {
        key: stop.model_copy(update={"name": LocalText(en=name, zh_hant=name, zh_hans=name)})
        for (key, stop), name in zip(PLACE.stops.items(), names, strict=True)
    }
    return PLACE.model_copy(update={"stops": stops})


def given_by(found: Plan) -> list[FixedTrip]:
    """The timetable that a plan answers."""
    trips = (
        FixedTrip(
            origin=one.origin,
            destination=one.destination,
            departure=one.departure,
            port=one.port,
            vehicle_type=one.vehicle_type,
        )
        for one in found.trips
    )
    return sorted(trips, key=lambda one: (one.departure, one.origin))


def come_back(world: Scenario, made: Plan, language: Language, *, workbook: bool) -> object:
    """What is read of the exported table."""
    sheets = plan_sheets(made, world, language)
    body = xlsx_bytes(sheets, made.reference_date, language) if workbook else csv_bytes(sheets[0])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        file.write_bytes(body)
        return list(fixed_trips(read_trip_sheet(file, world, workbook=workbook), world))


@given(
    st.tuples(NAME, NAME),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(29, 80)), min_size=1, unique=True),
    LANGUAGE,
    st.booleans(),
)
@settings(max_examples=40)
def test_a_plan_comes_back_from_a_table_as_the_same_timetable(
    names: tuple[str, str],
    departures: list[tuple[str, int]],
    language: Language,
    workbook: bool,  # noqa: FBT001 - Hypothesis names it
) -> None:
    world = called(names)
    quarters = [(end, f"{at // 4:02d}:{at % 4 * 15:02d}") for end, at in departures]
    made = plan(world, [trip(f"to-{end}", clock) for end, clock in quarters])
    assert come_back(world, made, language, workbook=workbook) == given_by(made)
