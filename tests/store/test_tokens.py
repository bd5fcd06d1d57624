"""Tokens of personal feeds; each test runs on memory and on SQLite."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from shuttle.errors import StoreError
from shuttle.store.protocol import Store
from shuttle.store.sql import SqlStore
from tests.store.builders import START, publication, token

LATER = START + timedelta(days=20)


@pytest.fixture
def published(store: Store) -> Store:
    store.publish(publication(1))
    return store


def test_a_token_opens_its_subscription(published: Store) -> None:
    published.add_token(token())
    assert published.subscription(token().digest) == token()


def test_a_token_that_was_never_given_opens_nothing(published: Store) -> None:
    published.add_token(token("a"))
    assert published.subscription(token("b").digest) is None


def test_a_revoked_token_opens_nothing_and_is_remembered(published: Store) -> None:
    published.add_token(token())
    gone = published.revoke_token("hksp-sz", token().digest, LATER)
    assert gone == replace(token(), revoked_at=LATER)
    assert published.subscription(token().digest) is None
    assert published.tokens("hksp-sz") == (gone,)


def test_a_token_is_revoked_once(published: Store) -> None:
    published.add_token(token())
    published.revoke_token("hksp-sz", token().digest, LATER)
    with pytest.raises(StoreError, match="not revoked already"):
        published.revoke_token("hksp-sz", token().digest, LATER)
    assert len(published.audit_log("hksp-sz")) == 3


def test_another_service_cannot_revoke_a_token(published: Store) -> None:
    published.publish(publication(1, "campus"))
    published.add_token(token())
    with pytest.raises(StoreError, match="no such token"):
        published.revoke_token("campus", token().digest, LATER)
    assert published.subscription(token().digest) == token()


def test_tokens_are_listed_by_age_for_their_service_alone(published: Store) -> None:
    published.publish(publication(1, "campus"))
    younger = replace(token("a"), created_at=LATER)
    for one in (younger, token("b"), token("c", "campus")):
        published.add_token(one)
    assert published.tokens("hksp-sz") == (token("b"), younger)


def test_a_service_without_a_version_gives_no_tokens(store: Store) -> None:
    with pytest.raises(StoreError, match="Nothing of service 'hksp-sz' is published"):
        store.add_token(token())
    assert store.tokens("hksp-sz") == ()


def test_a_digest_is_not_given_twice(published: Store) -> None:
    published.add_token(token())
    with pytest.raises(StoreError, match="there already"):
        published.add_token(replace(token(), label="another"))
    assert published.tokens("hksp-sz") == (token(),)


def test_the_audit_log_tells_prefix_and_label_of_tokens_and_no_digest(published: Store) -> None:
    published.add_token(token())
    published.revoke_token("hksp-sz", token().digest, LATER)
    added, revoked = published.audit_log("hksp-sz")[1:]
    assert (added.action, added.seq, added.at) == ("add-token", 1, token().created_at)
    assert (revoked.action, revoked.seq, revoked.at) == ("revoke-token", 1, LATER)
    assert added.detail == revoked.detail == "shf_a… for a"


def test_a_token_cannot_be_deleted(sql_store: SqlStore, database: Path) -> None:
    sql_store.publish(publication(1))
    sql_store.add_token(token())
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute("DELETE FROM feed_tokens")


def test_a_token_is_found_by_its_key_and_nothing_else_is_read(database: Path) -> None:
    SqlStore(database).close()
    with closing(sqlite3.connect(database)) as connection:
        query = "EXPLAIN QUERY PLAN SELECT * FROM feed_tokens WHERE digest = 'a'"
        (row,) = connection.execute(query).fetchall()
    assert "SEARCH feed_tokens USING INDEX" in row[-1]


def test_of_several_who_revoke_a_token_one_does(database: Path) -> None:
    stores = [SqlStore(database) for _ in range(4)]
    stores[0].publish(publication(1))
    stores[0].add_token(token())
    start = Barrier(len(stores))

    def wins(store: SqlStore) -> bool:
        start.wait()
        try:
            store.revoke_token("hksp-sz", token().digest, LATER)
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(len(stores)) as pool:
        assert sum(pool.map(wins, stores)) == 1
    assert len(stores[0].audit_log("hksp-sz")) == 3
    for store in stores:
        store.close()
