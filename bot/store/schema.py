"""The tables as they are now. `migrations/` makes them; a test holds the two together."""

import sqlalchemy as sa

from bot.store.columns import Moment, Money

HEAD = "0004"  # the newest revision; alembic is imported only where a database has another one

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What a server chose; Discord's ids are below 2**63.
guild = sa.Table(
    "guild",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("changed", Moment, index=True),
)

# One imported list of instruments; `version` grows with every change of any list.
catalogue_list = sa.Table(
    "catalogue_list",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("imported", Moment, nullable=False),
)

# One line of such a list, in its order.
catalogue_row = sa.Table(
    "catalogue_row",
    metadata,
    sa.Column(
        "list",
        sa.String(64),
        sa.ForeignKey("catalogue_list.name", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("symbol", sa.String(40), nullable=False),
    sa.Column("mic", sa.String(4), nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("isin", sa.String(12)),
    sa.Column("wkn", sa.String(6)),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("country", sa.String(2)),
    sa.Column("cik", sa.BigInteger),
    sa.Column("home", sa.Boolean, nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
)

# The last known quote of a listing.
quote = sa.Table(
    "quote",
    metadata,
    sa.Column("symbol", sa.String(40), primary_key=True),
    sa.Column("mic", sa.String(4), primary_key=True),
    sa.Column("price", Money, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("as_of", Moment, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("previous_close", Money),
    sa.Column("low_52w", Money),
    sa.Column("high_52w", Money),
    sa.Column("day_low", Money),
    sa.Column("day_high", Money),
    sa.Column("volume", sa.BigInteger),
    sa.Column("timezone", sa.String(64), nullable=False),
    sa.Column("timed", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("delay", sa.Integer),
)

# What one euro was worth on a day, by the ECB.
rate = sa.Table(
    "rate",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("rate", Money, nullable=False),
)

# A card that was posted, so that its buttons work after a restart and its message can be edited.
card = sa.Table(
    "card",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("guild", sa.BigInteger, index=True),
    sa.Column("channel", sa.BigInteger, nullable=False),
    sa.Column("message", sa.BigInteger),
    sa.Column("instrument", sa.String(40), nullable=False),
    sa.Column("created", Moment, nullable=False, index=True),
    sa.Column("payload", sa.JSON, nullable=False),
)

# One wish of one channel. `threshold` only preselects; the exact value stands in `settings`.
subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", sa.String(20), primary_key=True),
    sa.Column("guild", sa.BigInteger, nullable=False, index=True),
    sa.Column("channel", sa.BigInteger, nullable=False, index=True),
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
    sa.Column("due", Moment, index=True),
    sa.Column("lease", Moment),
    sa.Column("owner", sa.String(40)),
    sa.Column("created", Moment, nullable=False),
    sa.Column("last_sent", Moment),
    sa.Column("last_failure", sa.Text),
    sa.Column("failed_at", Moment),
    sa.Index("ix_subscription_watched", "instrument", "kind", "state", "threshold"),
)

# One thing that is looked at, however many subscribe to it.
watch = sa.Table(
    "watch",
    metadata,
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("instrument", sa.String(40), nullable=False),
    sa.Column("due", Moment, nullable=False),
    sa.Column("lease", Moment),
    sa.Column("owner", sa.String(40)),
    sa.Column("state", sa.JSON),
    sa.Index("ix_watch_due", "kind", "due"),
)

# Something that happened, once.
event = sa.Table(
    "event",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("created", Moment, nullable=False, index=True),
    sa.Column("payload", sa.JSON, nullable=False),
)

# What goes to one channel because of one event.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("dedup_key", sa.String(240), nullable=False, unique=True),
    sa.Column(
        "event", sa.String(200), sa.ForeignKey("event.key", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("subscription", sa.String(20)),
    sa.Column("guild", sa.BigInteger, index=True),
    sa.Column("channel", sa.BigInteger, nullable=False),
    sa.Column("private", sa.Boolean, nullable=False),
    sa.Column("role", sa.BigInteger),
    sa.Column("edits", sa.String(240)),  # dedup_key of the post that this one edits
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("parcel", sa.String(24)),
    sa.Column("due", Moment, nullable=False),
    sa.Column("lease", Moment),
    sa.Column("owner", sa.String(40)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("first_attempt_at", Moment),
    sa.Column("message", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.Column("created", Moment, nullable=False),
    sa.Column("ended", Moment, index=True),
    sa.Index("ix_outbox_open", "state", "due"),
    sa.Index("ix_outbox_channel", "channel", "state"),
    sa.Index("ix_outbox_event", "event"),
)

# When the next request may start, by the name of what is paced: seconds since 1970. Until when
# nobody may ask, and the length in seconds from which the next such pause is reckoned.
pace = sa.Table(
    "pace",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("free_at", sa.Double, nullable=False),
    sa.Column("paused_until", sa.Double, nullable=False, server_default=sa.text("0")),
    sa.Column("pause", sa.Double, nullable=False, server_default=sa.text("0")),
)

# A source that does not answer, and whether the channels were told.
outage = sa.Table(
    "outage",
    metadata,
    sa.Column("source", sa.String(60), primary_key=True),
    sa.Column("since", Moment, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("told", sa.Boolean, nullable=False),
)
