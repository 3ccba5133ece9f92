"""Workers, relatives, how to reach them, signs of life."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("list_ref", sa.String(length=40), nullable=True),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column(
            "name_fold",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sort_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("sex", sa.String(length=6), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("ethnic_group", sa.Text(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("household", sa.String(length=14), nullable=False),
        sa.Column("qualification", sa.Text(), nullable=False),
        sa.Column("id_kind", sa.String(length=4), nullable=False),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("id_last4_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("passport_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("passport_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("passport_expires_on", sa.Date(), nullable=True),
        sa.Column("sealed_case", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "office_path",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint("household IN ('', 'poor', 'near_poor', 'newly_escaped')", name=op.f("ck_worker_household")),
        sa.CheckConstraint("id_kind IN ('cmnd', 'cccd')", name=op.f("ck_worker_id_kind")),
        sa.CheckConstraint("sex IN ('female', 'male')", name=op.f("ck_worker_sex")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_worker_created_by")),
        sa.ForeignKeyConstraint(
            ["office_path"], ["office.path"], name=op.f("fk_worker_office_path"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("id_number_index", name=op.f("uq_worker_id_number_index")),
        sa.UniqueConstraint("ref", name=op.f("uq_worker_ref")),
    )
    op.create_index("ix_worker_id_last4_index", "worker", ["id_last4_index"], unique=False)
    op.create_index(
        "ix_worker_list_ref",
        "worker",
        ["list_ref"],
        unique=False,
        postgresql_where=sa.text("list_ref IS NOT NULL"),
        sqlite_where=sa.text("list_ref IS NOT NULL"),
    )
    op.create_index("ix_worker_name_fold_birth_date", "worker", ["name_fold", "birth_date"], unique=False)
    op.create_index("ix_worker_office_path_sort_key_id", "worker", ["office_path", "sort_key", "id"], unique=False)
    op.create_index(
        "ix_worker_passport_index",
        "worker",
        ["passport_index"],
        unique=False,
        postgresql_where=sa.text("passport_index IS NOT NULL"),
        sqlite_where=sa.text("passport_index IS NOT NULL"),
    )
    op.create_index("ix_worker_sort_key_id", "worker", ["sort_key", "id"], unique=False)
    op.create_table(
        "contact_status",
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("last_sure_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sure_kind", sa.String(length=14), nullable=False),
        sa.Column("last_weak_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_weak_kind", sa.String(length=14), nullable=False),
        sa.Column("next_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'in_touch', 'late', 'silent', 'lost_contact', 'paused', 'closed')",
            name=op.f("ck_contact_status_state"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_contact_status_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_contact_status")),
    )
    op.create_index("ix_contact_status_state_last_sure_at", "contact_status", ["state", "last_sure_at"], unique=False)
    op.create_table(
        "name_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_name_key_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_key")),
    )
    op.create_index("ix_name_key_key_worker_id", "name_key", ["key", "worker_id"], unique=False)
    op.create_index(op.f("ix_name_key_worker_id"), "name_key", ["worker_id"], unique=False)
    op.create_table(
        "relative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("kinship", sa.String(length=40), nullable=False),
        sa.Column("contact_order", sa.Integer(), nullable=False),
        sa.Column("may_see", sa.String(length=14), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_how", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "may_see IN ('nothing', 'state', 'last_contact', 'case_progress')", name=op.f("ck_relative_may_see")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_relative_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relative")),
        sa.UniqueConstraint("ref", name=op.f("uq_relative_ref")),
    )
    op.create_index("ix_relative_worker_id", "relative", ["worker_id"], unique=False)
    op.create_table(
        "sign_of_life",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strength", sa.Numeric(precision=2, scale=1), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('own_answer', 'officer_call', 'mission_call', 'travel_record', 'group_leader', 'family', 'sender', 'receipt')",
            name=op.f("ck_sign_of_life_kind"),
        ),
        sa.CheckConstraint("strength > 0 AND strength <= 1", name=op.f("ck_sign_of_life_strength")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_sign_of_life_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_of_life")),
        sa.UniqueConstraint("worker_id", "kind", "at", name=op.f("uq_sign_of_life_worker_id_kind_at")),
    )
    op.create_index("ix_sign_of_life_worker_id_at", "sign_of_life", ["worker_id", "at"], unique=False)
    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("relative_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("last4_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("quality", sa.String(length=8), nullable=False),
        sa.Column("quality_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('phone', 'email')", name=op.f("ck_contact_point_kind")),
        sa.CheckConstraint("quality IN ('unknown', 'good', 'shared', 'wrong')", name=op.f("ck_contact_point_quality")),
        sa.ForeignKeyConstraint(
            ["relative_id"], ["relative.id"], name=op.f("fk_contact_point_relative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_contact_point_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sa.UniqueConstraint("ref", name=op.f("uq_contact_point_ref")),
    )
    op.create_index("ix_contact_point_last4_index", "contact_point", ["last4_index"], unique=False)
    op.create_index(op.f("ix_contact_point_relative_id"), "contact_point", ["relative_id"], unique=False)
    op.create_index("ix_contact_point_value_index", "contact_point", ["value_index"], unique=False)
    op.create_index("ix_contact_point_worker_id", "contact_point", ["worker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("contact_point")
    op.drop_table("sign_of_life")
    op.drop_table("relative")
    op.drop_table("name_key")
    op.drop_table("contact_status")
    op.drop_table("worker")
