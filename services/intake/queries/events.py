"""Which events of intake a caller may know of, beside those of other places."""

from sqlalchemy import ColumnElement, Text, and_, cast, or_, select

from services.intake.models.applications import Application
from shared.events import Event, full_type
from shared.identity import Caller, Role

_CONFIDENTIAL = [full_type("application.complaint_filed"), full_type("application.disputed")]
"""That somebody complained or objected is not for the applicant's side (CONF-01, AP-03)."""


def events_of(caller: Caller) -> list[ColumnElement[bool]]:
    """Return what an event must be: for a partner system one of an application it handed in (CONF-05), or of a division."""
    if caller.role is not Role.PARTNER_SYSTEM:
        return []
    handed_in = select(cast(Application.id, Text)).where(Application.client_id == caller.client_id)
    own = and_(Event.subject.in_(handed_in), Event.type.not_in(_CONFIDENTIAL))
    return [or_(own, Event.type.startswith("cn.doudi.division.", autoescape=True))]
