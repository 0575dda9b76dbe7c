"""What servers chose, the catalogue of instruments, last quotes and the ECB's rates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "guild",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guild"),
    )
    op.create_table(
        "catalogue_list",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("imported", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_catalogue_list"),
    )
    op.create_table(
        "catalogue_row",
        sa.Column("list", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
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
        sa.PrimaryKeyConstraint("list", "position", name="pk_catalogue_row"),
        sa.ForeignKeyConstraint(
            ["list"], ["catalogue_list.name"], name="fk_catalogue_row_list", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "quote",
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("mic", sa.String(4), nullable=False),
        sa.Column("price", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("as_of", _MOMENT, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("previous_close", sa.String(40)),
        sa.Column("low_52w", sa.String(40)),
        sa.Column("high_52w", sa.String(40)),
        sa.Column("day_low", sa.String(40)),
        sa.Column("day_high", sa.String(40)),
        sa.Column("volume", sa.BigInteger),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("symbol", "mic", name="pk_quote"),
    )
    op.create_table(
        "rate",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("rate", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("day", "currency", name="pk_rate"),
    )
