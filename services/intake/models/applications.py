"""Cases and applications (案卷、申请) with everything that happens to them before a decision."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models.base import Base, Fen, Placed
from services.intake.models.people import Person


class Case(Placed, Base):
    """The file of a household (案卷). It opens with the first application and changes only through its parts."""

    __tablename__ = "case"
    __table_args__ = (Index(None, "division", "id"),)

    number: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("intake.household.id"), unique=True)


class Application(Placed, Base):
    """An application for assistance (救助申请) on its way through L1-L19, L26 and L27."""

    __tablename__ = "application"
    __table_args__ = (Index(None, "division", "id"), Index(None, "division", "state", "id"))

    number: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("intake.case.id"), index=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("intake.household.id"), index=True)
    lifecycle: Mapped[str]
    """Name and version of the life cycle it began with; it keeps it to the end."""
    state: Mapped[str]
    channel: Mapped[str]
    client_id: Mapped[str]
    """The system that handed it in; a partner system sees its own applications only (CONF-05)."""
    programmes: Mapped[list[str]]
    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("intake.person.id"))
    entrustment: Mapped[dict[str, Any] | None]
    """Who acts for the applicant and by which paper (委托书), when a village agent hands it in."""
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("intake.application.id"))
    needs: Mapped[str]
    facts: Mapped[dict[str, Any]]
    """Household facts as sent to eligibility: people by reference, never by name or number."""
    facts_version: Mapped[int]
    near_relative: Mapped[dict[str, Any] | None]
    special_case: Mapped[str | None]
    complaint_open: Mapped[bool]
    surveyors: Mapped[list[str]]
    surveyed_on: Mapped[date | None]
    visited_on: Mapped[date | None]
    handed_in_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    """When the applicant got to know a refusal (送达): the time to appeal runs from here."""
    missing_papers: Mapped[list[Any]]
    household_size: Mapped[int]
    due_on: Mapped[date | None]
    """The nearest statutory limit that runs; kept with the clocks so that work lists need no second look."""
    version: Mapped[int] = mapped_column()

    applicant: Mapped[Person] = relationship(lazy="raise")
    members: Mapped[list["ApplicationMember"]] = relationship(lazy="raise", order_by="ApplicationMember.ref")
    documents: Mapped[list["ApplicationDocument"]] = relationship(lazy="raise", order_by="ApplicationDocument.id")
    lines: Mapped[list["DecisionLine"]] = relationship(lazy="raise", order_by="DecisionLine.id")

    @property
    def applicant_name(self) -> str:
        """Name of the applicant (申请人)."""
        return self.applicant.name

    __mapper_args__ = {"version_id_col": version}


class ApplicationMember(Placed, Base):
    """Which person a reference in the facts of an application means, and what he signed (HD-01)."""

    __tablename__ = "application_member"
    __table_args__ = (UniqueConstraint("application_id", "ref"), UniqueConstraint("application_id", "person_id"))

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("intake.person.id"))
    ref: Mapped[str]
    relation: Mapped[str]
    authorised_on: Mapped[date | None]
    authorisation_version: Mapped[str | None]

    person: Mapped[Person] = relationship(lazy="raise")


class ApplicationDocument(Placed, Base):
    """A paper of an application (申请材料): what it is and the hash of the scan; the scan lies in the document store."""

    __tablename__ = "application_document"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    kind: Mapped[str]
    title: Mapped[str]
    sha256: Mapped[str | None]
    obtained_online: Mapped[bool]
    recorded_by: Mapped[str]


class Determination(Placed, Base):
    """The answer of eligibility for an application on a day (认定测算结果); nothing here is a decision (D-19)."""

    __tablename__ = "determination"
    __table_args__ = (
        Index(None, "application_id", "id"),
        Index(None, "application_id", "as_of", "facts_version", "id"),
        {"info": {"append_only": (), "added_in_place": True}},
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    eligibility_id: Mapped[UUID] = mapped_column(unique=True)
    as_of: Mapped[date]
    facts_version: Mapped[int]
    answer: Mapped[dict[str, Any]]


class DeterminationAsked(Placed, Base):
    """That eligibility was asked about an application as it stood on a day (已申请测算).

    It stands apart from the application, so that asking and answering leave the version alone that officers work from,
    and unique, so that of several who open the case at once one asks.
    """

    __tablename__ = "determination_asked"
    __table_args__ = (UniqueConstraint("application_id", "as_of", "facts_version"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    as_of: Mapped[date]
    facts_version: Mapped[int]


class DecisionLine(Placed, Base):
    """What was decided for one programme and unit (决定事项)."""

    __tablename__ = "decision_line"
    __table_args__ = (Index(None, "application_id"), {"info": {"append_only": (), "added_in_place": True}})

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    programme: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("intake.person.id"))
    confirmed: Mapped[bool]
    monthly_amount_fen: Mapped[Fen]
    start_month: Mapped[date | None]
    reasons: Mapped[list[Any]]
    decided_by: Mapped[str]
    decided_on: Mapped[date]


class PublicNotice(Placed, Base):
    """A public notice (公示) or publication of the result (公布): the fields of CONF-02 and nothing else."""

    __tablename__ = "public_notice"
    __table_args__ = (Index(None, "division", "id"), Index(None, "application_id"))

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    kind: Mapped[str]
    applicant_name: Mapped[str]
    household_size: Mapped[int]
    monthly_amount_fen: Mapped[Fen]
    posted_on: Mapped[date]
    last_day: Mapped[date]
    forward_from: Mapped[date]
    withdrawn_on: Mapped[date | None]


class Clock(Placed, Base):
    """A statutory time limit that runs, or ran, on an application (办理时限)."""

    __tablename__ = "clock"
    __table_args__ = (
        UniqueConstraint("application_id", "limit_key", "started_on"),
        Index(None, "division", "due_on", postgresql_where="stopped_on is null"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    limit_key: Mapped[str]
    started_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    count_start_day: Mapped[bool]
    stopped_on: Mapped[date | None]
    told: Mapped[str | None]
    """What early warning was told last and still holds: that it is near or has passed."""
    timer_on: Mapped[date | None]
    """The day for which its timer is set, so that steps which leave it as it is touch no timer."""


class ClockSuspension(Placed, Base):
    """An entry of the suspension ledger (停表记录): the days from one to the other do not count."""

    __tablename__ = "clock_suspension"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    reason: Mapped[str]
