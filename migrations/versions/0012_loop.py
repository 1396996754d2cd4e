"""The loop of a case: owner, clocks, limits, calendar, responsibilities, tasks, requests.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from migrations import parking

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = (
    "case_clock",
    "case_limit",
    "case_request",
    "case_task",
    "loop_setting",
    "responsibility",
    "responsibility_assist",
    "calendar_day",
    "working_hours",
)
# What this migration adds to incident; a downgrade keeps the values in a parked table.
KEPT = "incident_loop"
COLUMNS = (
    ("owner_department_id", sa.BigInteger(), None),
    ("owner_officer_id", sa.BigInteger(), None),
    ("owner_area_id", sa.BigInteger(), None),
    ("handler_id", sa.BigInteger(), None),
    ("reporter_id", sa.BigInteger(), None),
    ("level_tier", sa.SmallInteger(), "4"),
    ("return_count", sa.Integer(), "0"),
    ("rework_count", sa.Integer(), "0"),
    ("reopen_count", sa.Integer(), "0"),
    ("supervise_count", sa.Integer(), "0"),
    ("version", sa.Integer(), "1"),
    ("closed_at", sa.DateTime(timezone=True), None),
    ("merged_into", sa.UUID(), None),
    ("parent_id", sa.UUID(), None),
)
REFERENCES = {
    "owner_department_id": "department",
    "owner_officer_id": "officer",
    "owner_area_id": "area",
    "handler_id": "account",
    "reporter_id": "account",
    "merged_into": "incident",
    "parent_id": "incident",
}
OWNERS = "num_nonnulls(owner_department_id, owner_officer_id, owner_area_id)"
# There a department is only suggested; it answers from the dispatch on.
AT_A_DESK = "status IN ('reported', 'verified', 'filed', 'returned')"
FINAL = "status IN ('closed', 'reviewed', 'rejected')"


def upgrade() -> None:
    is_back = parking.take_back(TABLES)
    for name, kind, default in COLUMNS:
        op.add_column(
            "incident", sa.Column(name, kind, server_default=default, nullable=default is None)
        )
    if is_back:
        _fill_from_kept()
    else:
        _fill_for_the_first_time()
    _bind()
    op.execute(parking.sql_beside(__file__))
    if not is_back:
        _create()
        _write_defaults()
        _start_clocks_of_what_is_there()


def downgrade() -> None:
    parking.park(TABLES)
    names = ", ".join(name for name, _, _ in COLUMNS)
    op.execute("DROP TRIGGER incident_own ON incident")
    op.execute("DROP FUNCTION incident_own()")
    op.execute(f"CREATE TABLE {parking.SCHEMA}.{KEPT} AS SELECT id, {names} FROM incident")
    for name, _, _ in reversed(COLUMNS):
        op.drop_column("incident", name)


def _fill_from_kept() -> None:
    values = ", ".join(f"{name} = kept.{name}" for name, _, _ in COLUMNS)
    op.execute(
        f"UPDATE incident SET {values} FROM {parking.SCHEMA}.{KEPT} kept WHERE kept.id = incident.id"
    )
    op.execute(f"DROP TABLE {parking.SCHEMA}.{KEPT}")


def _fill_for_the_first_time() -> None:
    op.execute(
        f"""
        UPDATE incident SET
            owner_department_id = CASE WHEN NOT ({AT_A_DESK}) THEN department_id END,
            owner_area_id = CASE WHEN department_id IS NULL OR {AT_A_DESK} THEN coalesce(
                (SELECT parent_id FROM area WHERE area.id = incident.grid_id),
                (SELECT id FROM area WHERE tier = 1 ORDER BY valid_from DESC LIMIT 1)) END,
            closed_at = CASE WHEN {FINAL} THEN coalesce(resolved_at, reported_at) END
        """
    )


def _bind() -> None:
    for name, table in REFERENCES.items():
        op.create_foreign_key(op.f(f"fk_incident_{name}"), "incident", table, [name], ["id"])
        op.create_index(op.f(f"ix_incident_{name}"), "incident", [name])
    op.create_check_constraint(
        op.f("ck_incident_one_owner"), "incident", f"{OWNERS} = 1 OR ({OWNERS} = 0 AND {FINAL})"
    )
    op.create_check_constraint(
        op.f("ck_incident_not_its_own"), "incident", "merged_into <> id AND parent_id <> id"
    )
    op.create_check_constraint(
        op.f("ck_incident_level_tier"), "incident", "level_tier BETWEEN 1 AND 5"
    )


def _create() -> None:
    _create_clocks()
    _create_tasks()
    op.create_table(
        "loop_setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_loop_setting_value")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_loop_setting")),
    )
    op.create_table(
        "responsibility",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_responsibility_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_responsibility_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
        sa.UniqueConstraint(
            "category_id", "area_code", name=op.f("uq_responsibility_category_id_area_code")
        ),
    )
    op.create_index(op.f("ix_responsibility_area_code"), "responsibility", ["area_code"])
    op.create_index(op.f("ix_responsibility_department_id"), "responsibility", ["department_id"])
    op.create_table(
        "responsibility_assist",
        sa.Column("responsibility_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_responsibility_assist_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["responsibility_id"],
            ["responsibility.id"],
            name=op.f("fk_responsibility_assist_responsibility_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "responsibility_id", "department_id", name=op.f("pk_responsibility_assist")
        ),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "working_hours",
        sa.Column("weekday", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_working_hours_weekday")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_working_hours_stretch")),
        sa.PrimaryKeyConstraint("weekday", "opens", name=op.f("pk_working_hours")),
    )


def _create_clocks() -> None:
    op.create_table(
        "case_clock",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("limit_amount", sa.Double(), nullable=True),
        sa.Column("limit_unit", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("near_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining_s", sa.Double(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('verify', 'dispatch', 'handle', 'check')", name=op.f("ck_case_clock_stage")
        ),
        sa.CheckConstraint(
            "limit_unit IN ('urgent_hours', 'working_hours', 'working_days')",
            name=op.f("ck_case_clock_limit_unit"),
        ),
        sa.CheckConstraint(
            "(limit_amount IS NULL) = (limit_unit IS NULL)", name=op.f("ck_case_clock_limit")
        ),
        sa.CheckConstraint("limit_amount > 0", name=op.f("ck_case_clock_limit_amount")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_case_clock_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
    )
    op.create_index(
        "uq_case_clock_running",
        "case_clock",
        ["incident_id"],
        unique=True,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index(
        "ix_case_clock_due_at",
        "case_clock",
        ["due_at"],
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index("ix_case_clock_incident_id", "case_clock", ["incident_id"])
    op.create_table(
        "case_limit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('verify', 'dispatch', 'handle', 'check')", name=op.f("ck_case_limit_stage")
        ),
        sa.CheckConstraint(
            "unit IN ('urgent_hours', 'working_hours', 'working_days')",
            name=op.f("ck_case_limit_unit"),
        ),
        sa.CheckConstraint("amount > 0 AND amount <= 10000", name=op.f("ck_case_limit_amount")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_case_limit_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_limit")),
    )
    op.create_index(
        "uq_case_limit_category_id_priority_stage",
        "case_limit",
        ["category_id", "priority", "stage"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _create_tasks() -> None:
    op.create_table(
        "case_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('extension', 'suspension')", name=op.f("ck_case_request_kind")
        ),
        sa.CheckConstraint(
            "decision IN ('approved', 'refused', 'dropped')", name=op.f("ck_case_request_decision")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_case_request_decided")
        ),
        sa.CheckConstraint(
            "kind <> 'extension' OR until IS NOT NULL", name=op.f("ck_case_request_until")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_case_request_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_request")),
    )
    op.create_index("ix_case_request_incident_id", "case_request", ["incident_id"])
    op.create_index(
        "uq_case_request_undecided",
        "case_request",
        ["incident_id"],
        unique=True,
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_table(
        "case_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'cancelled')", name=op.f("ck_case_task_state")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("ck_case_task_ended")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_task_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_case_task_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_task")),
    )
    op.create_index(op.f("ix_case_task_department_id"), "case_task", ["department_id"])
    op.create_index("ix_case_task_incident_id", "case_task", ["incident_id"])
    op.create_index(
        "uq_case_task_open",
        "case_task",
        ["incident_id", "department_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def _write_defaults() -> None:
    # A city sets its own; these are what it starts from.
    op.execute(
        """
        INSERT INTO loop_setting (name, value, meaning) VALUES
            ('returns_before_escalation', 2, 'a case returned so often goes to the level above'),
            ('reopen_days', 15, 'days in which the reporter may reopen'),
            ('near_due_share', 0.2, 'a clock with this share of its limit left is near due'),
            ('escalate_after_hours', 24, 'hours past due until a case goes a level up by itself'),
            ('chase_days', 90, 'a clock that ran out longer ago is not chased by the machine')
        """
    )
    op.execute(
        """
        INSERT INTO working_hours (weekday, opens, closes)
        SELECT weekday, time '09:00', time '17:00' FROM generate_series(0, 4) weekday
        """
    )
    op.execute(
        """
        INSERT INTO case_limit (priority, stage, amount, unit) VALUES
            (NULL, 'verify', 4, 'working_hours'), ('urgent', 'verify', 1, 'urgent_hours'),
            (NULL, 'dispatch', 2, 'working_hours'), ('urgent', 'dispatch', 0.5, 'urgent_hours'),
            (NULL, 'handle', 7, 'working_days'), ('urgent', 'handle', 24, 'urgent_hours'),
            (NULL, 'check', 1, 'working_days'), ('urgent', 'check', 4, 'urgent_hours')
        """
    )


def _start_clocks_of_what_is_there() -> None:
    op.execute(
        f"""
        INSERT INTO case_clock
            (incident_id, stage, started_at, near_due_at, due_at, paused_at, stopped_at)
        SELECT id, 'handle', reported_at, due_at - (due_at - reported_at) * 0.2, due_at,
            CASE WHEN status = 'suspended' THEN reported_at END,
            CASE WHEN {FINAL} THEN coalesce(resolved_at, due_at) ELSE resolved_at END
        FROM incident WHERE due_at >= reported_at
        """
    )
