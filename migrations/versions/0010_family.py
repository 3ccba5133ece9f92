"""Logins of families."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("relative_id", sa.Integer(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phone_last4_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["user_account.id"], name=op.f("fk_family_login_granted_by")),
        sa.ForeignKeyConstraint(
            ["relative_id"], ["relative.id"], name=op.f("fk_family_login_relative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_family_login_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_login")),
        sa.UniqueConstraint("code_index", name=op.f("uq_family_login_code_index")),
        sa.UniqueConstraint("ref", name=op.f("uq_family_login_ref")),
    )
    op.create_index(op.f("ix_family_login_relative_id"), "family_login", ["relative_id"], unique=False)
    op.create_index("ix_family_login_worker_id", "family_login", ["worker_id"], unique=False)
    op.create_table(
        "family_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("report IN ('heard', 'no_news', 'worried')", name=op.f("ck_family_report_report")),
        sa.ForeignKeyConstraint(
            ["login_id"], ["family_login.id"], name=op.f("fk_family_report_login_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_family_report_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_report")),
    )
    op.create_index(op.f("ix_family_report_login_id"), "family_report", ["login_id"], unique=False)
    op.create_index("ix_family_report_worker_id_at", "family_report", ["worker_id", "at"], unique=False)
    op.create_table(
        "family_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["login_id"], ["family_login.id"], name=op.f("fk_family_session_login_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_family_session_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_family_session")),
    )
    op.create_index(op.f("ix_family_session_login_id"), "family_session", ["login_id"], unique=False)
    op.create_index("ix_family_session_worker_id", "family_session", ["worker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("family_session")
    op.drop_table("family_report")
    op.drop_table("family_login")
