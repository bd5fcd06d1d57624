"""Tokens of private feeds: given once, kept as digests, taken back by their first characters.

A token is 32 random bytes, so that its SHA-256 needs neither salt nor slowness; who reads the
store learns no token from it.
"""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from shuttle.domain.renames import Renames
from shuttle.domain.subscription import Subscription
from shuttle.errors import InputError, NotFoundError, Problem, StoreError
from shuttle.store.protocol import Store
from shuttle.store.tokens import FeedToken

_RANDOM_BYTES = 32
_START = "shf_"
_TOKEN = re.compile(r"shf_[A-Za-z0-9_-]{43}")
_SHOWN_CHARACTERS = len(_START) + 8
_RENEW_SECONDS = 1.0
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token, to be shown this once.

    Attributes:
        token: what opens the feed; it cannot be had again.
        kept: what the store knows of it.
    """

    token: str
    kept: FeedToken


@dataclass(frozen=True, slots=True)
class TokenDesk:
    """Where tokens of one service are given and taken back.

    Attributes:
        store: where their digests are kept.
        now: the current instant.
        random_bytes: so many bytes that nobody can guess.
    """

    store: Store
    service: str
    now: datetime
    random_bytes: Callable[[int], bytes]

    def give(self, subscription: Subscription, label: str = "") -> Issued:
        """A token for a subscription, and whose it is in the operator's words.

        Raises:
            StoreError: nothing of the service is published.
        """
        raw = base64.urlsafe_b64encode(self.random_bytes(_RANDOM_BYTES)).decode().rstrip("=")
        token = _START + raw
        row = FeedToken(
            service=self.service,
            digest=digest(token),
            prefix=token[:_SHOWN_CHARACTERS],
            subscription=subscription.model_dump_json(),
            label=label,
            created_at=self.now,
        )
        self.store.add_token(row)
        return Issued(token, row)

    def take_back(self, prefix: str) -> FeedToken:
        """Let the token that begins so open nothing any more.

        Args:
            prefix: its first characters, or all of it.

        Raises:
            NotFoundError: no good token begins so.
            InputError: several do.
            StoreError: somebody else was faster, or the store cannot write.
        """
        good = [token for token in self.store.tokens(self.service) if token.revoked_at is None]
        found = [token for token in good if _begins(token, prefix)]
        if not found:
            # What was typed may be most of a token: it is not said again.
            shown = f"{prefix[:_SHOWN_CHARACTERS]}…"
            known = [token.prefix for token in good]
            raise NotFoundError(kind="token", name=shown, known=known)
        if len(found) > 1:
            names = ", ".join(f"{token.prefix} ({token.label or 'no label'})" for token in found)
            message = f"{prefix!r} begins several tokens: {names}; give more of it"
            raise InputError([Problem("", "PREFIX", message)])
        return self.store.revoke_token(self.service, found[0].digest, self.now)


def _begins(token: FeedToken, text: str) -> bool:
    if _TOKEN.fullmatch(text):
        return token.digest == digest(text)
    return bool(text) and token.prefix.startswith(text)


def digest(token: str) -> str:
    """By which the store finds a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def subscription_of(store: Store, service: str, token: str) -> Subscription | None:
    """What a token opens; None for one that is unknown, revoked or of another service.

    One indexed read, and none for what cannot be a token.

    Raises:
        StoreError: the store fails, or its subscription cannot be read.
    """
    found = store.subscription(digest(token)) if _TOKEN.fullmatch(token) else None
    if found is None or found.service != service:
        return None
    try:
        return Subscription.model_validate_json(found.subscription)
    except ValidationError as error:
        msg = f"The subscription of token {found.prefix}… cannot be read: give a new token for it."
        raise StoreError(msg) from error


def on_present_ids(subscription: Subscription, renames: Renames) -> Subscription:
    """A subscription whose picks name directions as a version does, also after a rename."""
    picks = tuple(
        pick.model_copy(update={"direction": renames.direction(pick.direction)})
        if pick.direction
        else pick
        for pick in subscription.picks
    )
    return subscription.model_copy(update={"picks": picks})


class OpenSubscriptions:
    """What tokens open, asked of the store once a second at most for each token in use.

    A token that is taken back opens nothing a second later, in every process; while the store
    fails, what was good goes on. Of tokens that open nothing, nothing is kept.
    """

    def __init__(self, store: Store, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._monotonic = monotonic
        self._kept: dict[tuple[str, str], tuple[float, Subscription]] = {}

    async def of(self, service: str, token: str) -> Subscription | None:
        """What a token opens, or None.

        Raises:
            StoreError: the store fails, and the token was not in use before.
        """
        key = (service, digest(token))
        at, known = self._kept.get(key, (float("-inf"), None))
        if self._monotonic() - at < _RENEW_SECONDS:
            return known
        try:
            found = await asyncio.to_thread(subscription_of, self._store, service, token)
        except StoreError:
            if known is None:
                raise
            return known
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[str, str], found: Subscription | None) -> None:
        self._kept.pop(key, None)
        if found is not None:
            if len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (self._monotonic(), found)
