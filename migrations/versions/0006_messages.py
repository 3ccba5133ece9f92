"""The outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("about_kind", sa.String(length=30), nullable=False),
        sa.Column("about_ref", sa.String(length=24), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_place", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=40), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gateway_ref", sa.String(length=120), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "office_path",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint("channel IN ('file', 'email')", name=op.f("ck_message_channel")),
        sa.CheckConstraint(
            "state IN ('queued', 'leased', 'handed_over', 'sent', 'delivered', 'failed_temp', 'failed_perm', 'expired', 'cancelled', 'uncertain')",
            name=op.f("ck_message_state"),
        ),
        sa.ForeignKeyConstraint(
            ["office_path"], ["office.path"], name=op.f("fk_message_office_path"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_message_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index("ix_message_about", "message", ["about_kind", "about_ref"], unique=False)
    op.create_index("ix_message_office_path", "message", ["office_path"], unique=False)
    op.create_index(
        "ix_message_unsettled",
        "message",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over')"),
        sqlite_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over')"),
    )
    op.create_index("ix_message_worker_id", "message", ["worker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("message")
