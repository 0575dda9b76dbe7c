"""The pauses that sources ask for, beside the pace that all processes keep."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name in ("paused_until", "pause"):
        op.add_column(
            "pace", sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))
        )
