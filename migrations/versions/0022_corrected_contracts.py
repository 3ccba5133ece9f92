"""What was corrected of a registered contract: the terms with what stood there before, by whom, on which paper."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("proof_kind", sa.String(length=10), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "proof_kind IN ('', 'contract', 'appendix', 'sender', 'authority', 'other')",
            name=op.f("ck_contract_change_proof_kind"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_contract_change_by_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_change_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_contract_change_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_change")),
    )
    op.create_index("ix_contract_change_contract_id", "contract_change", ["contract_id"], unique=False)
    op.create_index("ix_contract_change_worker_id_at", "contract_change", ["worker_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("contract_change")
