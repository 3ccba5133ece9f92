"""Policies, episodes, events, whom they touch."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("indicator", sa.String(length=4), nullable=False),
        sa.Column("rule", sa.String(length=2), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("end_reason", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'dismissed', 'withdrawn')", name=op.f("ck_episode_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
        sa.UniqueConstraint("ref", name=op.f("uq_episode_ref")),
    )
    op.create_index("ix_episode_state_start_on", "episode", ["state", "start_on"], unique=False)
    op.create_index(
        "uq_episode_told",
        "episode",
        ["country", "indicator", "rule", "level", "start_on"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
        sqlite_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "policy_day",
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("indicator", sa.String(length=4), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("flag", sa.Integer(), nullable=True),
        sa.Column("edition", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("country", "indicator", "day", name=op.f("pk_policy_day")),
    )
    op.create_table(
        "disruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("host_country", sa.String(length=3), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "office_path",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "cause IN ('covid19', 'epidemic', 'disaster', 'war', 'unrest', 'recession', 'employer', 'other')",
            name=op.f("ck_disruption_cause"),
        ),
        sa.CheckConstraint("host_country <> '' OR employer_id IS NOT NULL", name=op.f("ck_disruption_has_a_scope")),
        sa.CheckConstraint(
            "kind IN ('outbreak', 'lockdown', 'workplace_closure', 'border_closure', 'flights_stopped', 'layoffs', 'wage_arrears', 'sponsor_lost', 'disaster', 'war', 'other')",
            name=op.f("ck_disruption_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'winding_down', 'closed')", name=op.f("ck_disruption_status")
        ),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_disruption_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["declared_by"], ["user_account.id"], name=op.f("fk_disruption_declared_by")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_disruption_employer_id")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_disruption_episode_id")),
        sa.ForeignKeyConstraint(
            ["office_path"], ["office.path"], name=op.f("fk_disruption_office_path"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disruption")),
        sa.UniqueConstraint("ref", name=op.f("uq_disruption_ref")),
    )
    op.create_index(op.f("ix_disruption_episode_id"), "disruption", ["episode_id"], unique=False)
    op.create_index("ix_disruption_office_path_status", "disruption", ["office_path", "status"], unique=False)
    op.create_table(
        "disruption_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disruption_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("circumstances", sa.JSON(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_disruption_touch_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["disruption_id"], ["disruption.id"], name=op.f("fk_disruption_touch_disruption_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_disruption_touch_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disruption_touch")),
        sa.UniqueConstraint("disruption_id", "worker_id", name=op.f("uq_disruption_touch_disruption_id_worker_id")),
    )
    op.create_index("ix_disruption_touch_worker_id", "disruption_touch", ["worker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("disruption_touch")
    op.drop_table("disruption")
    op.drop_table("policy_day")
    op.drop_table("episode")
