"""How far an outage has been added to the check-ins that were open in it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outage", sa.Column("applied_to", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("outage", "applied_to")
