"""Keep connections alive: reminders, renewal links, revoking, Amazon's door, alarms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.Column("ladder", sa.String(length=256), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_table(
        "client_secrets",
        sa.Column("application_id", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "fingerprint", name=op.f("pk_client_secrets")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("term", sa.Integer(), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_because", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_mails_store_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_mails_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            "ix_mails_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("uq_mails_rung", ["store_id", "term", "rung"], unique=True)

    op.create_table(
        "endings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("authorization_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("store_ids", sa.JSON(), nullable=False),
        sa.Column("history_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("honoured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_endings_authorization_id")
        ),
        sa.ForeignKeyConstraint(["history_id"], ["history.id"], name=op.f("fk_endings_history_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_endings_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endings")),
    )
    with op.batch_alter_table("endings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_endings_authorization", ["authorization_id", "begun_at"], unique=False
        )
        batch_op.create_index(
            "ix_endings_due",
            ["erase_at"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_endings_open",
            ["authorization_id"],
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "alarms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("about", sa.String(length=128), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=True),
        sa.Column("target", sa.String(length=32), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_alarms_message_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_alarms_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    with op.batch_alter_table("alarms", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alarms_look_due",
            ["look_at"],
            unique=False,
            postgresql_where=sa.text("until IS NULL AND look_at IS NOT NULL"),
            sqlite_where=sa.text("until IS NULL AND look_at IS NOT NULL"),
        )
        batch_op.create_index("ix_alarms_message", ["message_id"], unique=False)
        batch_op.create_index(
            "uq_alarms_open",
            ["kind", "about"],
            unique=True,
            postgresql_where=sa.text("until IS NULL"),
            sqlite_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("authorization_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(length=16), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorizations.id"], name=op.f("fk_reminders_authorization_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_reminders_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_reminders_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index("ix_reminders_day", ["workspace_id", "target", "day"], unique=False)
        batch_op.create_index(
            "ix_reminders_message",
            ["message_id"],
            unique=False,
            postgresql_where=sa.text("message_id IS NOT NULL"),
            sqlite_where=sa.text("message_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_reminders_open",
            ["authorization_id"],
            unique=False,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_reminders_untold",
            ["workspace_id", "target", "day"],
            unique=False,
            postgresql_where=sa.text("message_id IS NULL AND closed_at IS NULL"),
            sqlite_where=sa.text("message_id IS NULL AND closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_reminders_rung", ["authorization_id", "term", "rung", "target"], unique=True
        )

    with op.batch_alter_table("authorizations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unwell_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_authorizations_held",
            ["application_id", "region", "seller_id"],
            unique=False,
            postgresql_where=sa.text("status <> 'revoked'"),
            sqlite_where=sa.text("status <> 'revoked'"),
        )
        batch_op.create_index(
            "ix_authorizations_reminder_due",
            ["next_reminder_at"],
            unique=False,
            postgresql_where=sa.text("next_reminder_at IS NOT NULL"),
            sqlite_where=sa.text("next_reminder_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_authorizations_seller", ["seller_id", "application_id"], unique=False
        )

    with op.batch_alter_table("connect_attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region", sa.String(length=2), nullable=True))
        batch_op.alter_column("workspace_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("link_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("store_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index("ix_connect_attempts_store", ["store_id", "started_at"], unique=False)
        batch_op.create_index(
            "ix_connect_attempts_ended",
            ["ended_at"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NOT NULL"),
            sqlite_where=sa.text("ended_at IS NOT NULL"),
        )

    with op.batch_alter_table("connect_links", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("purpose", sa.String(length=16), server_default="connect", nullable=False)
        )
        batch_op.add_column(sa.Column("authorization_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("term", sa.Integer(), nullable=True))
        batch_op.drop_index(
            batch_op.f("uq_connect_links_open_store"), sqlite_where=sa.text("closed_at IS NULL")
        )
        batch_op.create_index(
            "uq_connect_links_open_of_seller",
            ["authorization_id"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL AND authorization_id IS NOT NULL"),
            sqlite_where=sa.text("closed_at IS NULL AND authorization_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_connect_links_open_of_store",
            ["store_id"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL AND authorization_id IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL AND authorization_id IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_connect_links_authorization_id"),
            "authorizations",
            ["authorization_id"],
            ["id"],
        )

    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_grants_attempt_id"), type_="unique")
        batch_op.create_index(
            "uq_grants_concern", ["attempt_id", "workspace_id", "region"], unique=True
        )
        batch_op.create_index(
            "ix_grants_settled",
            ["settled_at"],
            unique=False,
            postgresql_where=sa.text("settled_at IS NOT NULL"),
            sqlite_where=sa.text("settled_at IS NOT NULL"),
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("authorization_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("instead_of", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("unclear_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("undelivered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("owed_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("store_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(
            "ix_messages_authorization", ["authorization_id", "kind"], unique=False
        )
        batch_op.create_index(
            "ix_messages_history",
            ["history_id"],
            unique=False,
            postgresql_where=sa.text("history_id IS NOT NULL"),
            sqlite_where=sa.text("history_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_messages_oldest_owed",
            ["owed_since"],
            unique=False,
            postgresql_where=sa.text("shown_version < wanted_version"),
            sqlite_where=sa.text("shown_version < wanted_version"),
        )
        batch_op.create_index(
            "ix_messages_undelivered",
            ["undelivered_at"],
            unique=False,
            postgresql_where=sa.text("undelivered_at IS NOT NULL"),
            sqlite_where=sa.text("undelivered_at IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_messages_instead_of",
            ["instead_of", "target"],
            unique=True,
            postgresql_where=sa.text("instead_of IS NOT NULL"),
            sqlite_where=sa.text("instead_of IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_authorization_id"),
            "authorizations",
            ["authorization_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_instead_of"), "messages", ["instead_of"], ["id"]
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_people_ask_due",
            ["ask_at"],
            unique=False,
            postgresql_where=sa.text("ask_at IS NOT NULL"),
            sqlite_where=sa.text("ask_at IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_people_left_id"), "history", ["left_id"], ["id"])

    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "mails_contact", sa.Boolean(), server_default=sa.text("(false)"), nullable=False
            )
        )
        batch_op.add_column(sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("nudges", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("next_nudge_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_stores_backup", ["workspace_id", "backup"], unique=False)
        batch_op.create_index(
            "ix_stores_channel", ["workspace_id", "channel", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_stores_nudge_due",
            ["next_nudge_at"],
            unique=False,
            postgresql_where=sa.text("next_nudge_at IS NOT NULL"),
            sqlite_where=sa.text("next_nudge_at IS NOT NULL"),
        )
        batch_op.create_index("ix_stores_owner", ["workspace_id", "owner"], unique=False)

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("admin_channel", sa.String(length=32), nullable=True))

    op.execute("UPDATE authorizations SET next_reminder_at = created_at WHERE status = 'live'")
    op.execute(
        "UPDATE stores SET waits_since = created_at, next_nudge_at = created_at "
        "WHERE authorization_id IS NULL"
    )
    op.execute("UPDATE people SET ask_at = asked_at")


def downgrade() -> None:
    op.execute(
        "DELETE FROM grants WHERE attempt_id IN "
        "(SELECT id FROM connect_attempts WHERE link_id IS NULL)"
    )
    op.execute("DELETE FROM connect_attempts WHERE link_id IS NULL")
    op.execute("DELETE FROM reminders")
    op.execute("DELETE FROM messages WHERE store_id IS NULL")
    op.execute("UPDATE connect_links SET closed_at = expires_at WHERE authorization_id IS NOT NULL")
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("admin_channel")

    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.drop_index("ix_stores_owner")
        batch_op.drop_index(
            "ix_stores_nudge_due",
            postgresql_where=sa.text("next_nudge_at IS NOT NULL"),
            sqlite_where=sa.text("next_nudge_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_stores_channel")
        batch_op.drop_index("ix_stores_backup")
        batch_op.drop_column("next_nudge_at")
        batch_op.drop_column("nudges")
        batch_op.drop_column("waits_since")
        batch_op.drop_column("mails_contact")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_left_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_people_ask_due",
            postgresql_where=sa.text("ask_at IS NOT NULL"),
            sqlite_where=sa.text("ask_at IS NOT NULL"),
        )
        batch_op.drop_column("left_id")
        batch_op.drop_column("ask_at")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_messages_instead_of"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_messages_authorization_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_messages_instead_of",
            postgresql_where=sa.text("instead_of IS NOT NULL"),
            sqlite_where=sa.text("instead_of IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_messages_undelivered",
            postgresql_where=sa.text("undelivered_at IS NOT NULL"),
            sqlite_where=sa.text("undelivered_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_messages_oldest_owed",
            postgresql_where=sa.text("shown_version < wanted_version"),
            sqlite_where=sa.text("shown_version < wanted_version"),
        )
        batch_op.drop_index(
            "ix_messages_history",
            postgresql_where=sa.text("history_id IS NOT NULL"),
            sqlite_where=sa.text("history_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_messages_authorization")
        batch_op.alter_column("store_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("owed_since")
        batch_op.drop_column("undelivered_at")
        batch_op.drop_column("unclear_since")
        batch_op.drop_column("instead_of")
        batch_op.drop_column("authorization_id")

    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_grants_settled",
            postgresql_where=sa.text("settled_at IS NOT NULL"),
            sqlite_where=sa.text("settled_at IS NOT NULL"),
        )
        batch_op.drop_index("uq_grants_concern")
        batch_op.create_unique_constraint(batch_op.f("uq_grants_attempt_id"), ["attempt_id"])

    with op.batch_alter_table("connect_links", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_connect_links_authorization_id"), type_="foreignkey"
        )
        batch_op.drop_index(
            "uq_connect_links_open_of_store",
            postgresql_where=sa.text("closed_at IS NULL AND authorization_id IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL AND authorization_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_connect_links_open_of_seller",
            postgresql_where=sa.text("closed_at IS NULL AND authorization_id IS NOT NULL"),
            sqlite_where=sa.text("closed_at IS NULL AND authorization_id IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("uq_connect_links_open_store"),
            ["store_id"],
            unique=1,
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_column("term")
        batch_op.drop_column("authorization_id")
        batch_op.drop_column("purpose")

    with op.batch_alter_table("connect_attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_connect_attempts_ended",
            postgresql_where=sa.text("ended_at IS NOT NULL"),
            sqlite_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_connect_attempts_store")
        batch_op.alter_column("store_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("link_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("workspace_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("region")

    with op.batch_alter_table("authorizations", schema=None) as batch_op:
        batch_op.drop_index("ix_authorizations_seller")
        batch_op.drop_index(
            "ix_authorizations_reminder_due",
            postgresql_where=sa.text("next_reminder_at IS NOT NULL"),
            sqlite_where=sa.text("next_reminder_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_authorizations_held",
            postgresql_where=sa.text("status <> 'revoked'"),
            sqlite_where=sa.text("status <> 'revoked'"),
        )
        batch_op.drop_column("next_reminder_at")
        batch_op.drop_column("unwell_since")

    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index("uq_reminders_rung")
        batch_op.drop_index(
            "ix_reminders_untold",
            postgresql_where=sa.text("message_id IS NULL AND closed_at IS NULL"),
            sqlite_where=sa.text("message_id IS NULL AND closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_reminders_open",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_reminders_message",
            postgresql_where=sa.text("message_id IS NOT NULL"),
            sqlite_where=sa.text("message_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_reminders_day")

    op.drop_table("reminders")
    with op.batch_alter_table("alarms", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_alarms_open",
            postgresql_where=sa.text("until IS NULL"),
            sqlite_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index("ix_alarms_message")
        batch_op.drop_index(
            "ix_alarms_look_due",
            postgresql_where=sa.text("until IS NULL AND look_at IS NOT NULL"),
            sqlite_where=sa.text("until IS NULL AND look_at IS NOT NULL"),
        )

    op.drop_table("alarms")
    with op.batch_alter_table("endings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_endings_open",
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_endings_due",
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_endings_authorization")

    op.drop_table("endings")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("uq_mails_rung")
        batch_op.drop_index(
            "ix_mails_due",
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mails_created_at"))

    op.drop_table("mails")
    op.drop_table("client_secrets")
    op.drop_table("applications")
