"""An index of the messages that no quiet hours hold: alarms to staff go out before all others."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WAITS = sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over') AND zone = ''")


def upgrade() -> None:
    op.create_index(
        "ix_message_at_any_hour",
        "message",
        ["next_try_at"],
        unique=False,
        postgresql_where=WAITS,
        sqlite_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index("ix_message_at_any_hour", table_name="message")
