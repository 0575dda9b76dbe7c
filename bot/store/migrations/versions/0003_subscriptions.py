"""Subscriptions, what is watched for them, what goes out; and when a server last chose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.add_column("guild", _moment("changed"))
    op.create_index("ix_guild_changed", "guild", ["changed"])
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("guild", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("creator", sa.BigInteger, nullable=False),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("mic", sa.String(4), nullable=False),
        sa.Column("threshold", sa.Double),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("memory", sa.String(80)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40)),
        _moment("due"),
        _moment("lease"),
        sa.Column("owner", sa.String(40)),
        _moment("created", nullable=False),
        _moment("last_sent"),
        sa.Column("last_failure", sa.Text),
        _moment("failed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_index("ix_subscription_guild", "subscription", ["guild"])
    op.create_index("ix_subscription_channel", "subscription", ["channel"])
    op.create_index("ix_subscription_due", "subscription", ["due"])
    op.create_index(
        "ix_subscription_watched", "subscription", ["instrument", "kind", "state", "threshold"]
    )
    op.create_table(
        "watch",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("instrument", sa.String(40), nullable=False),
        _moment("due", nullable=False),
        _moment("lease"),
        sa.Column("owner", sa.String(40)),
        sa.Column("state", sa.JSON),
        sa.PrimaryKeyConstraint("key", name="pk_watch"),
    )
    op.create_index("ix_watch_due", "watch", ["kind", "due"])
    op.create_table(
        "event",
        sa.Column("key", sa.String(200), nullable=False),
        _moment("created", nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_event"),
    )
    op.create_index("ix_event_created", "event", ["created"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("dedup_key", sa.String(240), nullable=False),
        sa.Column("event", sa.String(200), nullable=False),
        sa.Column("subscription", sa.String(20)),
        sa.Column("guild", sa.BigInteger),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("role", sa.BigInteger),
        sa.Column("edits", sa.String(240)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("parcel", sa.String(24)),
        _moment("due", nullable=False),
        _moment("lease"),
        sa.Column("owner", sa.String(40)),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("first_attempt_at"),
        sa.Column("message", sa.BigInteger),
        sa.Column("reason", sa.Text),
        _moment("created", nullable=False),
        _moment("ended"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedup_key", name="uq_outbox_dedup_key"),
        sa.ForeignKeyConstraint(
            ["event"], ["event.key"], name="fk_outbox_event_event", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_outbox_guild", "outbox", ["guild"])
    op.create_index("ix_outbox_ended", "outbox", ["ended"])
    op.create_index("ix_outbox_open", "outbox", ["state", "due"])
    op.create_index("ix_outbox_channel", "outbox", ["channel", "state"])
    op.create_index("ix_outbox_event", "outbox", ["event"])
    op.create_table(
        "pace",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("free_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pace"),
    )
    op.create_table(
        "outage",
        sa.Column("source", sa.String(60), nullable=False),
        _moment("since", nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_outage"),
    )
