"""What all tables look at: services with their trips, stops that are called at, routes that run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shuttle.domain.issue import Issue
from shuttle.domain.plan import Plan
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.formats.gtfs.calls import Call, calls
from shuttle.formats.gtfs.services import Service, services


@dataclass(frozen=True, slots=True)
class View:
    """One version as GTFS sees it.

    Attributes:
        plans: the plan of each service, by its SHA-256.
        base_url: the public address, without a slash at its end.
    """

    timetable: Timetable
    plans: Mapping[str, Plan]
    base_url: str
    services: tuple[Service, ...]

    @classmethod
    def of(cls, issue: Issue, base_url: str) -> "View":
        """The view on a version."""
        return cls(issue.timetable, issue.plans, base_url, services(issue.timetable))

    def trips(self) -> Iterator[tuple[Service, PublishedTrip]]:
        """Every trip with its service."""
        for service in self.services:
            for trip in service.trips:
                yield service, trip

    def calls(self) -> Iterator[tuple[Service, PublishedTrip, Call]]:
        """Every stop of every trip."""
        for service, trip in self.trips():
            for call in calls(self.timetable, trip):
                yield service, trip, call

    def plan_of(self, service: Service) -> Plan | None:
        """The plan of a service; None for extra trips."""
        return self.plans[service.plan_sha256] if service.plan_sha256 else None
