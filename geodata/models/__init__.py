"""One table per file. Importing this package declares them all."""

from geodata.models.account import Account
from geodata.models.account_event import AccountEvent
from geodata.models.address import Address, Locality
from geodata.models.alert import Alert
from geodata.models.alert_event import AlertEvent
from geodata.models.alert_rule import AlertRule
from geodata.models.api_key import ApiKey
from geodata.models.area import Area
from geodata.models.area_figure import AreaFigure
from geodata.models.area_outline import AreaOutline
from geodata.models.attachment import Attachment
from geodata.models.backdrop import Backdrop
from geodata.models.base import Base
from geodata.models.bulletin import Bulletin
from geodata.models.case_clock import CaseClock
from geodata.models.case_limit import CaseLimit
from geodata.models.case_request import CaseRequest
from geodata.models.case_task import CaseTask
from geodata.models.category import Category
from geodata.models.city import City, Tier
from geodata.models.department import Department
from geodata.models.finding import Finding
from geodata.models.finding_case import FindingCase, FindingEvent, FindingSighting
from geodata.models.follower import Follower
from geodata.models.goal_category import GoalCategory
from geodata.models.hotspot import Hotspot
from geodata.models.import_run import ImportChange, ImportRun, ImportSource
from geodata.models.incident import Incident
from geodata.models.incident_contact import IncidentContact
from geodata.models.incident_event import IncidentEvent
from geodata.models.incident_party import IncidentParty
from geodata.models.incident_tracking import IncidentTracking
from geodata.models.index_part import IndexPart
from geodata.models.job_run import JobRun
from geodata.models.layer_version import LayerVersion
from geodata.models.loop_setting import LoopSetting
from geodata.models.mail import Mail
from geodata.models.notice import Notice
from geodata.models.notice_choice import NoticeChoice, NoticeSetting
from geodata.models.officer import Officer, OfficerGrid
from geodata.models.outbox_entry import OutboxEntry
from geodata.models.plan import Assignment, Plan
from geodata.models.plan_comment import PlanComment
from geodata.models.plan_event import PlanEvent
from geodata.models.plan_grid import PlanGrid
from geodata.models.plan_proposal import PlanProposal
from geodata.models.plan_snapshot import PlanSnapshot
from geodata.models.public_count import PublicCount
from geodata.models.register_count import RegisterCount
from geodata.models.responsibility import Responsibility, ResponsibilityAssist
from geodata.models.role_grant import RoleGrant
from geodata.models.run_zone import RunZone
from geodata.models.saved_filter import SavedFilter
from geodata.models.subscription import Subscription
from geodata.models.unit import Unit
from geodata.models.wall_link import WallLink
from geodata.models.watched_place import WatchedPlace
from geodata.models.webhook import Webhook
from geodata.models.webhook_delivery import WebhookAttempt, WebhookDelivery
from geodata.models.working_calendar import CalendarDay, WorkingHours

__all__ = [
    "Account",
    "AccountEvent",
    "Address",
    "Alert",
    "AlertEvent",
    "AlertRule",
    "ApiKey",
    "Area",
    "AreaFigure",
    "AreaOutline",
    "Assignment",
    "Attachment",
    "Backdrop",
    "Base",
    "Bulletin",
    "CalendarDay",
    "CaseClock",
    "CaseLimit",
    "CaseRequest",
    "CaseTask",
    "Category",
    "City",
    "Department",
    "Finding",
    "FindingCase",
    "FindingEvent",
    "FindingSighting",
    "Follower",
    "GoalCategory",
    "Hotspot",
    "ImportChange",
    "ImportRun",
    "ImportSource",
    "Incident",
    "IncidentContact",
    "IncidentEvent",
    "IncidentParty",
    "IncidentTracking",
    "IndexPart",
    "JobRun",
    "LayerVersion",
    "Locality",
    "LoopSetting",
    "Mail",
    "Notice",
    "NoticeChoice",
    "NoticeSetting",
    "Officer",
    "OfficerGrid",
    "OutboxEntry",
    "Plan",
    "PlanComment",
    "PlanEvent",
    "PlanGrid",
    "PlanProposal",
    "PlanSnapshot",
    "PublicCount",
    "RegisterCount",
    "Responsibility",
    "ResponsibilityAssist",
    "RoleGrant",
    "RunZone",
    "SavedFilter",
    "Subscription",
    "Tier",
    "Unit",
    "WallLink",
    "WatchedPlace",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WorkingHours",
]
