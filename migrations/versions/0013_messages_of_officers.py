"""Who wrote a message, and an index of those whose fate nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_message_by_id"), "user_account", ["by_id"], ["id"])
    op.create_index(
        "ix_message_uncertain",
        "message",
        ["office_path", "handed_over_at"],
        unique=False,
        postgresql_where=sa.text("state = 'uncertain'"),
        sqlite_where=sa.text("state = 'uncertain'"),
    )


def downgrade() -> None:
    op.drop_index("ix_message_uncertain", table_name="message")
    with op.batch_alter_table("message") as table:
        table.drop_constraint(op.f("fk_message_by_id"), type_="foreignkey")
        table.drop_column("by_id")
