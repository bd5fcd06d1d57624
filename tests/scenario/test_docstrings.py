from shuttle.scenario.docstrings import attributes, summary

DOC = """A bus.

    It has wheels,
    and seats.

    Attributes:
        depot: where it starts; of a
            long day too.
        seats: how many.

    Raises:
        ValueError: never.
    """


def test_the_summary_ends_before_the_first_section() -> None:
    assert summary(DOC) == "A bus.\n\nIt has wheels, and seats."
    assert summary("A bus.") == "A bus."


def test_attributes_are_told_on_one_line_each() -> None:
    assert attributes(DOC) == {
        "depot": "where it starts; of a long day too.",
        "seats": "how many.",
    }
    assert attributes("A bus.") == {}
