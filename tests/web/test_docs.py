import shlex

from tests.api.site import Site
from tests.web.page import Page


def test_every_operation_is_documented_with_a_call_that_works(site: Site) -> None:
    answer = site.client.get("/docs")
    found = Page(answer.text)
    described = site.json("/openapi.json")
    text = found.text
    for path in described["paths"]:
        assert f"GET {path}" in text
    calls = [words for words in found.words if words.startswith("curl ")]
    assert len(calls) == len(described["paths"])
    for call in calls:
        _, address = shlex.split(call)
        assert site.client.get(address).status_code in {200, 404}, address


def test_the_documentation_loads_nothing_from_elsewhere(site: Site) -> None:
    found = Page(site.client.get("/docs").text)
    assert found.all("script") == []
    assert all(one["href"].startswith("/static/") for one in found.all("link"))


def test_every_kind_of_problem_is_documented(site: Site) -> None:
    assert "urn:shuttle:problem:unknown-stop" in Page(site.client.get("/docs").text).text
