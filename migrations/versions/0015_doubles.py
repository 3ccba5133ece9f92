"""Files merged into others, their earlier numbers, pairs of files that may be one person's."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("worker") as worker:
        worker.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        worker.create_foreign_key(op.f("fk_worker_merged_into"), "worker", ["merged_into"], ["id"])
    op.create_table(
        "earlier_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("last4_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('cmnd', 'cccd', 'passport', 'file', 'list')", name=op.f("ck_earlier_number_kind")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_earlier_number_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_earlier_number_ref")),
        sa.UniqueConstraint("worker_id", "value_index", name=op.f("uq_earlier_number_worker_id_value_index")),
    )
    op.create_index("ix_earlier_number_last4_index", "earlier_number", ["last4_index"], unique=False)
    op.create_index("ix_earlier_number_value_index", "earlier_number", ["value_index"], unique=False)
    op.create_table(
        "suspected_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('suspected', 'different', 'same')", name=op.f("ck_suspected_pair_state")),
        sa.CheckConstraint("worker_id < other_id", name=op.f("ck_suspected_pair_lower_first")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_suspected_pair_decided_by")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["worker.id"], name=op.f("fk_suspected_pair_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_suspected_pair_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspected_pair")),
        sa.UniqueConstraint("ref", name=op.f("uq_suspected_pair_ref")),
        sa.UniqueConstraint("worker_id", "other_id", name=op.f("uq_suspected_pair_worker_id_other_id")),
    )
    op.create_index(
        "ix_suspected_pair_decided_at_id",
        "suspected_pair",
        ["decided_at", "id"],
        unique=False,
        postgresql_where=sa.text("state <> 'suspected'"),
        sqlite_where=sa.text("state <> 'suspected'"),
    )
    op.create_index(
        "ix_suspected_pair_likeness_id",
        "suspected_pair",
        ["likeness", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'suspected'"),
        sqlite_where=sa.text("state = 'suspected'"),
    )
    op.create_index("ix_suspected_pair_other_id", "suspected_pair", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("suspected_pair")
    op.drop_table("earlier_number")
    with op.batch_alter_table("worker") as worker:
        worker.drop_constraint(op.f("fk_worker_merged_into"), type_="foreignkey")
        worker.drop_column("merged_into")
