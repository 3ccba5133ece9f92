"""Plans, check-ins, answers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused', 'closed')", name=op.f("ck_check_in_plan_state")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_check_in_plan_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_check_in_plan_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_plan")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_check_in_plan_contract_id")),
    )
    op.create_index("ix_check_in_plan_worker_id", "check_in_plan", ["worker_id"], unique=False)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("cycle_no", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=18), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disruption_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'reminded', 'late', 'missed', 'answered_ok', 'answered_problem', 'answered_help', 'confirmed_by_third', 'cancelled', 'superseded', 'void')",
            name=op.f("ck_check_in_state"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["check_in_plan.id"], name=op.f("fk_check_in_plan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_check_in_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("plan_id", "cycle_no", name=op.f("uq_check_in_plan_id_cycle_no")),
        sa.UniqueConstraint("ref", name=op.f("uq_check_in_ref")),
    )
    op.create_index(
        "ix_check_in_next_step_at",
        "check_in",
        ["next_step_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'reminded', 'late')"),
        sqlite_where=sa.text("state IN ('open', 'reminded', 'late')"),
    )
    op.create_index("ix_check_in_worker_id_opened_at", "check_in", ["worker_id", "opened_at"], unique=False)
    op.create_table(
        "plan_due",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("next_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cycle_no", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["check_in_plan.id"], name=op.f("fk_plan_due_plan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_plan_due_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_due")),
    )
    op.create_index("ix_plan_due_rhythm_next_open_at", "plan_due", ["rhythm", "next_open_at"], unique=False)
    op.create_index("ix_plan_due_worker_id", "plan_due", ["worker_id"], unique=False)
    op.create_table(
        "check_in_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer IN ('ok', 'problem', 'help')", name=op.f("ck_check_in_answer_answer")),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_in.id"], name=op.f("fk_check_in_answer_check_in_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_check_in_answer_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_answer")),
    )
    op.create_index("ix_check_in_answer_check_in_id", "check_in_answer", ["check_in_id"], unique=False)
    op.create_index("ix_check_in_answer_worker_id_at", "check_in_answer", ["worker_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("check_in_answer")
    op.drop_table("plan_due")
    op.drop_table("check_in")
    op.drop_table("check_in_plan")
