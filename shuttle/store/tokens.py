"""What the store knows of a personal feed's token: never the token itself."""

from dataclasses import dataclass
from datetime import datetime

from shuttle.errors import StoreError
from shuttle.store.records import AuditRow


@dataclass(frozen=True, slots=True)
class FeedToken:
    """A token's digest, and what its bearer may read.

    Attributes:
        digest: SHA-256 of the token, hexadecimal; by it alone the token is found.
        prefix: the token's first characters, by which people tell tokens apart.
        subscription: what the feed shows, as JSON.
        label: whose it is, in the operator's words.
        revoked_at: from when on it opens nothing; None for a good one.
    """

    service: str
    digest: str
    prefix: str
    subscription: str
    label: str
    created_at: datetime
    revoked_at: datetime | None = None

    def audit_row(self, action: str, at: datetime, seq: int) -> AuditRow:
        """The line that says what became of it, in force at that version.

        Raises:
            StoreError: nothing of the service is published.
        """
        if seq == 0:
            msg = f"Nothing of service {self.service!r} is published, so it has no feeds to open."
            raise StoreError(msg)
        detail = f"{self.prefix}… {self.label}".rstrip()
        return AuditRow(at=at, action=action, service=self.service, seq=seq, detail=detail)


def not_to_be_revoked(service: str) -> StoreError:
    """Somebody else revoked it meanwhile, or there never was such a token."""
    return StoreError(f"Service {service!r} has no such token that is not revoked already.")
