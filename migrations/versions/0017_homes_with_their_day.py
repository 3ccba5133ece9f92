"""The day on whose map the code of a worker's commune is to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("worker", sa.Column("commune_on", sa.Date(), nullable=True))
    worker = sa.table("worker", sa.column("commune_code"), sa.column("commune_on"), sa.column("created_at"))
    written = sa.update(worker).where(worker.c.commune_code != "")
    op.execute(written.values(commune_on=sa.func.date(worker.c.created_at)))


def downgrade() -> None:
    op.drop_column("worker", "commune_on")
