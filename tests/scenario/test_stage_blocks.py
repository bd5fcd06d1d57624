import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest

from shuttle.errors import InputError
from shuttle.scenario import load_block_task, schema

GOOD: dict[str, Any] = {
    "format": 1,
    "depots": [{"id": "Home 1", "place": "A", "capacity": 2, "vehicle_type": "big"}],
    "trips": [
        {"id": "t1", "from": "A", "to": "B", "start": "08:00", "end": 490, "shift_minutes": 1},
        {
            "id": "t2",
            "from": "B",
            "to": "A",
            "start": 500,
            "end": "08:30",
            "vehicle_types": ["big"],
        },
    ],
    "travel_minutes": {"places": ["A", "B"], "matrix": [[0, 10], [None, 0]]},
    "layover_minutes": 5,
    "costs": {"vehicle": 100, "deadhead_minute": 1, "waiting_minute": 0.5},
}
MATRIX: dict[str, Any] = {
    "format": 1,
    "depots": [{"id": "d", "place": "-", "capacity": 2}],
    "trips": [
        {"id": "t1", "from": "A", "to": "B", "start": 480, "end": 490},
        {"id": "t2", "from": "B", "to": "A", "start": 500, "end": 510},
    ],
    "cost_matrix": {
        "order": ["d", "t1", "t2"],
        "matrix": [[None, 5, 5], [5, None, 3.5], [5, None, None]],
    },
}


def problems(folder: Path, document: Any) -> list[str]:
    file = folder / "trips.json"
    text = document if isinstance(document, str) else json.dumps(document)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_block_task(file)
    assert all(problem.file == str(file) for problem in caught.value.problems)
    return [f"{problem.key}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize("document", [GOOD, MATRIX])
def test_a_good_file_is_read_and_satisfies_its_schema(document: Any, tmp_path: Path) -> None:
    file = tmp_path / "trips.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    task = load_block_task(file)
    assert (task.trips[0].start, task.trips[0].end) == (480, 490)
    jsonschema.validate(document, schema("blocks"))


def test_every_wrong_value_is_said_at_once(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(GOOD))
    wrong["depots"][0]["capacity"] = -1
    wrong["trips"][0]["start"] = "8:00"
    wrong["trips"][1]["too"] = "A"
    wrong["costs"]["vehicle"] = 0.001
    found = problems(tmp_path, wrong)
    assert [text.split(":")[0] for text in found] == [
        "depots[0].capacity",
        "trips[0].start",
        "trips[1].too",
        "costs.vehicle",
    ]


def test_everything_that_does_not_fit_together_is_said_at_once(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(GOOD))
    wrong["depots"].append({"id": "Home 1", "place": "Z", "capacity": 1})
    wrong["trips"][0].update(end=480, shift_minutes=60, start="00:30", **{"from": "X"})
    wrong["trips"][1].update(id="t1", vehicle_types=["tram"])
    wrong["travel_minutes"]["matrix"] = [[0], [1, 0], [1, 2]]
    found = problems(tmp_path, wrong)
    for words in (
        'depots[1].id: "Home 1" is there twice',
        'trips[1].id: "t1" is there twice',
        "trips[0].shift_minutes: 60 would move the trip out of 00:00",
        'no depot has the vehicle type "tram"; known are big',
        'depots[1].place: "Z" is not a place',
        'trips[0].from: "X" is not a place',
        "travel_minutes.matrix: has 3 rows; 2 are needed",
        "travel_minutes.matrix[0]: has 1 entries; 2 are needed",
    ):
        assert any(words in text for text in found), (words, found)


def test_a_trip_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(GOOD))
    wrong["trips"][0]["end"] = 480
    assert problems(tmp_path, wrong) == ["trips[0].end: 480 is not after the start, 480"]


def test_what_a_cost_matrix_makes_meaningless_is_refused(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(MATRIX))
    wrong["trips"][0]["shift_minutes"] = 1
    wrong["layover_minutes"] = 5
    wrong["costs"] = {"waiting_minute": 1}
    wrong["cost_matrix"]["order"][2] = "t9"
    wrong["cost_matrix"]["matrix"][1][1] = 3.14159
    found = problems(tmp_path, wrong)
    keys = {text.split(":")[0] for text in found}
    assert keys == {
        "trips[0].shift_minutes",
        "layover_minutes",
        "costs.waiting_minute",
        "cost_matrix.order",
        "cost_matrix.matrix[1][1]",
    }


def test_a_matrix_that_lets_a_trip_follow_a_later_one_is_refused(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(MATRIX))
    wrong["cost_matrix"]["matrix"][2][1] = 3
    assert problems(tmp_path, wrong) == [
        'cost_matrix.matrix[2][1]: trip "t2" ends at 510, after "t1" starts at 480; write null'
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({**GOOD, "cost_matrix": MATRIX["cost_matrix"]}, "and not both"),
        ({key: GOOD[key] for key in GOOD if key != "travel_minutes"}, "needs travel_minutes or"),
        ("{", "is not JSON"),
        ({**GOOD, "trips": []}, "at least 1 needed"),
        ({**GOOD, "format": 2}, "is not accepted; write 1"),
    ],
)
def test_a_file_of_another_shape_is_refused(document: Any, words: str, tmp_path: Path) -> None:
    assert any(words in text for text in problems(tmp_path, document))
