"""What a revised policy file changed about an event, and when: for whoever decides about it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("disruption", sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("disruption", sa.Column("revision_note", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("disruption", "revision_note")
    op.drop_column("disruption", "revised_at")
