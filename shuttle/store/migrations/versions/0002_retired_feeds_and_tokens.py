"""Feeds that are no longer served, with their successors; tokens of personal feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.String(32)


def upgrade() -> None:
    """Create the tables; a token may be revoked, never deleted."""
    op.create_table(
        "retired_feeds",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("successor", sa.String),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("kept_until", sa.Date),
        sa.ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
        sa.CheckConstraint("path <> successor", name="leads_elsewhere"),
        sa.CheckConstraint(
            "successor IS NULL OR kept_until IS NULL", name="is_kept_or_has_a_successor"
        ),
    )
    op.create_table(
        "feed_tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("prefix", sa.String, nullable=False),
        sa.Column("subscription", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT),
    )
    _refuse_deletion("feed_tokens")


def downgrade() -> None:
    """Drop both; tokens that were given away open nothing any more."""
    op.drop_table("feed_tokens")
    op.drop_table("retired_feeds")


def _refuse_deletion(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
