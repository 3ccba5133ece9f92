"""Events set the pace of check-ins; a trial before the start, a review at the end; answers are found by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("check_in_plan", sa.Column("paced_by", sa.Integer(), nullable=True))
    op.add_column("check_in_plan", sa.Column("pace", sa.String(length=20), nullable=True))
    op.create_index(
        "ix_check_in_plan_paced_by",
        "check_in_plan",
        ["paced_by"],
        postgresql_where=sa.text("paced_by IS NOT NULL"),
        sqlite_where=sa.text("paced_by IS NOT NULL"),
    )
    op.create_index(
        "ix_check_in_disruption_id",
        "check_in",
        ["disruption_id"],
        postgresql_where=sa.text("disruption_id IS NOT NULL"),
        sqlite_where=sa.text("disruption_id IS NOT NULL"),
    )
    op.create_index("ix_check_in_answer_at", "check_in_answer", ["at"])
    op.add_column("disruption", sa.Column("asks", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("disruption", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("disruption", sa.Column("review", sa.JSON(), nullable=True))


def downgrade() -> None:
    for column in ("review", "tried_at", "asks"):
        op.drop_column("disruption", column)
    op.drop_index("ix_check_in_answer_at", "check_in_answer")
    op.drop_index("ix_check_in_disruption_id", "check_in")
    op.drop_index("ix_check_in_plan_paced_by", "check_in_plan")
    for column in ("pace", "paced_by"):
        op.drop_column("check_in_plan", column)
