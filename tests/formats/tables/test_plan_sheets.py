from shuttle.domain.base import LocalText
from shuttle.domain.plan import Kpis
from shuttle.domain.proof import Proof
from shuttle.domain.sentences import catalogue
from shuttle.formats.tables.plan_sheets import plan_sheets
from shuttle.formats.tables.sheet import Cell, Clock, Sheet
from tests.builders import plan, riders, scenario, trip

PLACE = scenario(demand=(riders(5, "08:00"),))
PLAN = plan(PLACE, [trip("to-b", "08:00"), trip("to-a", "09:00")])


def sheet(name: str) -> Sheet:
    return next(found for found in plan_sheets(PLAN, PLACE) if found.name == name)


def column(name: str, key: str) -> list[Cell]:
    found = sheet(name)
    place = found.columns.index(key)
    return [row[place] for row in found.rows]


def test_every_row_has_a_cell_for_every_column() -> None:
    for found in plan_sheets(PLAN, PLACE):
        assert {len(row) for row in found.rows} <= {len(found.columns)}


def test_a_trip_has_its_times_bus_and_driver() -> None:
    assert column("trips", "departure") == [Clock(480), Clock(540)]
    assert column("trips", "port_arrival") == [Clock(490), Clock(550)]
    assert column("trips", "port_departure") == [Clock(500), Clock(560)]
    assert column("trips", "block") == [PLAN.blocks[0].id] * 2
    assert column("trips", "duty") == [PLAN.duties[0].id] * 2
    assert column("trips", "seats") == [40, 40]


def test_a_blocks_pieces_are_numbered() -> None:
    assert column("blocks", "number") == [1, 2]
    assert column("blocks", "kind") == ["trip", "trip"]


def test_a_duty_tells_when_its_driver_signs_on_and_what_she_drives() -> None:
    assert column("duties", "sign_on") == [Clock(PLAN.duties[0].sign_on)] * 2
    assert column("duties", "departure") == [Clock(480), Clock(540)]


def test_riders_are_told_by_bin() -> None:
    assert column("demand", "riders") == [5]
    assert column("demand", "from") == ["a"]


def test_figures_and_proof_are_complete() -> None:
    figures = dict(zip(column("kpis", "figure"), column("kpis", "value"), strict=True))
    assert figures["trips"] == 2
    assert figures["riders_served"] == PLAN.demand.served
    assert {"status", "bound", "gap", "seed", "scenario_sha256"} <= set(column("proof", "figure"))


def test_every_figure_of_a_plan_has_a_meaning_in_words() -> None:
    stays = {"usable_stay": "usable_stay_minutes"}
    fields = {stays.get(name, name) for name in (*Kpis.model_fields, *Proof.model_fields)}
    assert {f"figures.{name}" for name in fields - {"proves"}} <= set(catalogue())
    assert column("kpis", "meaning")[0] == "trips with riders"


def test_names_are_in_the_language_asked_for() -> None:
    name = LocalText(en="North", zh_hant="北", zh_hans="北面")
    stops = {**PLACE.stops, "b": PLACE.stops["b"].model_copy(update={"name": name})}
    place = PLACE.model_copy(update={"stops": stops})
    trips = plan_sheets(PLAN, place, "zh-Hans")[0]
    assert trips.rows[0][trips.columns.index("to_name")] == "北面"
