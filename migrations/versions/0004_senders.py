"""Senders, licences, employers, closed markets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "name_fold",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("host_country", sa.String(length=3), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("code", name=op.f("uq_employer_code")),
        sa.UniqueConstraint(
            "host_country", "name_fold", "place", name=op.f("uq_employer_host_country_name_fold_place")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_employer_ref")),
    )
    op.create_index("ix_employer_name_fold", "employer", ["name_fold"], unique=False)
    op.create_table(
        "market_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_country", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('BANNED', 'SUSPENDED', 'WARNING')", name=op.f("ck_market_status_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_status")),
    )
    op.create_index(op.f("ix_market_status_host_country"), "market_status", ["host_country"], unique=False)
    op.create_table(
        "sender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "name_fold",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender")),
        sa.UniqueConstraint("code", name=op.f("uq_sender_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_sender_ref")),
    )
    op.create_index("ix_sender_name_fold", "sender", ["name_fold"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('in_force', 'suspended', 'withdrawn', 'returned')", name=op.f("ck_licence_status")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["sender.id"], name=op.f("fk_licence_sender_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("sender_id", "number", "valid_from", name=op.f("uq_licence_sender_id_number_valid_from")),
    )


def downgrade() -> None:
    op.drop_table("licence")
    op.drop_table("sender")
    op.drop_table("market_status")
    op.drop_table("employer")
