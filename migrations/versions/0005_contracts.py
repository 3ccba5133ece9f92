"""Contracts, findings of law, papers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("host_country", sa.String(length=3), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("wage", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("wage_currency", sa.String(length=3), nullable=False),
        sa.Column("wage_rate_vnd", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("service_charge", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("service_charge_currency", sa.String(length=3), nullable=False),
        sa.Column("paid_by_foreign_side", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("brokerage_fee", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("brokerage_currency", sa.String(length=3), nullable=False),
        sa.Column("deposit", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("deposit_currency", sa.String(length=3), nullable=False),
        sa.Column("usd_rate_vnd", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("orientation_no", sa.Text(), nullable=False),
        sa.Column("orientation_issued_on", sa.Date(), nullable=True),
        sa.Column("confirmation_no", sa.Text(), nullable=False),
        sa.Column("confirmation_on", sa.Date(), nullable=True),
        sa.Column("departed_on", sa.Date(), nullable=True),
        sa.Column("departure_flag", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=30), nullable=False),
        sa.Column("claimed_state", sa.String(length=30), nullable=False),
        sa.Column("ruleset", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "form IN ('PUBLIC_UNIT', 'SERVICE_ENTERPRISE', 'CONTRACTOR', 'TRAINEE', 'INVESTOR', 'DIRECT', 'POST_EXIT')",
            name=op.f("ck_contract_form"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_contract_ends_after_it_starts")),
        sa.CheckConstraint(
            "returned_on IS NULL OR departed_on IS NOT NULL", name=op.f("ck_contract_returns_after_leaving")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_contract_created_by")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_contract_employer_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["sender.id"], name=op.f("fk_contract_sender_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_contract_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("ref", name=op.f("uq_contract_ref")),
    )
    op.create_index(
        "ix_contract_abroad",
        "contract",
        ["host_country", "departed_on"],
        unique=False,
        postgresql_where=sa.text("departed_on IS NOT NULL AND returned_on IS NULL"),
        sqlite_where=sa.text("departed_on IS NOT NULL AND returned_on IS NULL"),
    )
    op.create_index("ix_contract_employer_id", "contract", ["employer_id"], unique=False)
    op.create_index("ix_contract_ends_on", "contract", ["ends_on"], unique=False)
    op.create_index("ix_contract_host_country_departed_on", "contract", ["host_country", "departed_on"], unique=False)
    op.create_index("ix_contract_sender_id", "contract", ["sender_id"], unique=False)
    op.create_index("ix_contract_worker_id", "contract", ["worker_id"], unique=False)
    op.create_index(
        "uq_contract_worker_id_number",
        "contract",
        ["worker_id", "number"],
        unique=True,
        postgresql_where=sa.text("number <> ''"),
        sqlite_where=sa.text("number <> ''"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('application', 'cv', 'health', 'orientation', 'diploma', 'passport', 'labour_contract', 'contract_translation', 'employer_papers', 'registration')",
            name=op.f("ck_document_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_document_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_document_worker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("contract_id", "kind", name=op.f("uq_document_contract_id_kind")),
    )
    op.create_index("ix_document_worker_id", "document", ["worker_id"], unique=False)
    op.create_table(
        "law_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("ruleset", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_law_finding_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_law_finding_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_finding")),
    )
    op.create_index("ix_law_finding_contract_id", "law_finding", ["contract_id"], unique=False)
    op.create_index("ix_law_finding_worker_id", "law_finding", ["worker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("law_finding")
    op.drop_table("document")
    op.drop_table("contract")
