"""Posted cards; and of a quote whether its time is the source's own and how late it comes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("guild", sa.BigInteger),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
    )
    op.create_index("ix_card_guild", "card", ["guild"])
    op.create_index("ix_card_created", "card", ["created"])
    op.add_column("quote", sa.Column("timed", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("quote", sa.Column("delay", sa.Integer))
