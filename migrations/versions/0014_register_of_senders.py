"""Documents and versions of licences and closed markets; one spell or decision to a first day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # First with a default for the rows that are there, then without: SQLite copies them between the two.
    with op.batch_alter_table("sender") as sender:
        sender.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("sender") as sender:
        sender.alter_column("version", server_default=None)
    with op.batch_alter_table("licence") as licence:
        licence.add_column(sa.Column("document", sa.Text(), nullable=False, server_default=""))
        licence.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("licence") as licence:
        licence.alter_column("document", server_default=None)
        licence.alter_column("version", server_default=None)
        licence.drop_constraint("uq_licence_sender_id_number_valid_from", type_="unique")
        licence.create_unique_constraint("uq_licence_sender_id_valid_from", ["sender_id", "valid_from"])
        licence.create_check_constraint(
            op.f("ck_licence_ends_after_it_begins"), "valid_to IS NULL OR valid_to >= valid_from"
        )
    with op.batch_alter_table("market_status") as market:
        market.add_column(sa.Column("issuer", sa.Text(), nullable=False, server_default=""))
        market.add_column(sa.Column("ended_by", sa.Text(), nullable=False, server_default=""))
        market.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("market_status") as market:
        for added in ("issuer", "ended_by", "version"):
            market.alter_column(added, server_default=None)
        market.drop_index("ix_market_status_host_country")
        market.create_unique_constraint(
            "uq_market_status_host_country_status_valid_from", ["host_country", "status", "valid_from"]
        )
        market.create_check_constraint(
            op.f("ck_market_status_ends_after_it_begins"), "valid_to IS NULL OR valid_to >= valid_from"
        )


def downgrade() -> None:
    with op.batch_alter_table("market_status") as market:
        market.drop_constraint(op.f("ck_market_status_ends_after_it_begins"), type_="check")
        market.drop_constraint("uq_market_status_host_country_status_valid_from", type_="unique")
        market.create_index("ix_market_status_host_country", ["host_country"])
        for added in ("version", "ended_by", "issuer"):
            market.drop_column(added)
    with op.batch_alter_table("licence") as licence:
        licence.drop_constraint(op.f("ck_licence_ends_after_it_begins"), type_="check")
        licence.drop_constraint("uq_licence_sender_id_valid_from", type_="unique")
        licence.create_unique_constraint(
            "uq_licence_sender_id_number_valid_from", ["sender_id", "number", "valid_from"]
        )
        licence.drop_column("version")
        licence.drop_column("document")
    with op.batch_alter_table("sender") as sender:
        sender.drop_column("version")
