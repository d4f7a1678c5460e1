"""People and households (人员、共同生活家庭)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models.base import Base, Identified, Placed
from shared import masks
from shared.personal import Sealed, Secret


class Person(Identified, Base):
    """A natural person as those who keep the record know him. He is seen through the households he is in.

    Nobody is joined to a record that he may not see (ADR 0010), so one number may have several.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("id_number_index", "kept_in", "kept_by"),
        {"info": {"no_place": "Seen through the household memberships; migrations 0002 and 0004 have the policies"}},
    )

    county: Mapped[str]
    kept_in: Mapped[str]
    """The place of the household he was first entered with."""
    kept_by: Mapped[str]
    """Empty for the offices; a villager, or a partner system, who told us of him and sees no other record."""
    name: Mapped[str]
    id_number: Mapped[Secret] = mapped_column(Sealed("person.id_number", masks.mask_id_number))
    id_number_index: Mapped[bytes]
    birth_date: Mapped[date]
    sex: Mapped[str]
    ethnicity: Mapped[str | None]
    phone: Mapped[Secret | None] = mapped_column(Sealed("person.phone", masks.mask_phone))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Household(Placed, Base):
    """A household of people living together (共同生活家庭), at one place."""

    __tablename__ = "household"
    __table_args__ = (Index(None, "division", "id"),)

    residence: Mapped[str]
    address: Mapped[Secret | None] = mapped_column(Sealed("household.address", masks.mask_address))
    account_holder: Mapped[str | None]
    bank_account: Mapped[Secret | None] = mapped_column(Sealed("household.bank_account", masks.mask_bank_account))
    membership_changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    members: Mapped[list["HouseholdMember"]] = relationship(lazy="raise", order_by="HouseholdMember.id")

    # A villager sees a household by its members (row-level security), so what has none yet cannot be read back at once.
    __mapper_args__ = {"version_id_col": version, "eager_defaults": False}


class HouseholdMember(Placed, Base):
    """Membership of a person in a household, with its dates."""

    __tablename__ = "household_member"
    __table_args__ = (
        Index(
            "uq_household_member_current", "household_id", "person_id", unique=True, postgresql_where="to_on is null"
        ),
        Index(None, "person_id"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("intake.household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("intake.person.id"))
    relation: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")

    __mapper_args__ = {"eager_defaults": False}


class Disclosure(Placed, Base):
    """One look at full personal data (查看完整个人信息), answerable to the person."""

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "person_id", "id"), {"info": {"append_only": (), "added_in_place": True}})

    person_id: Mapped[UUID] = mapped_column(ForeignKey("intake.person.id"))
    subject: Mapped[str]
    role: Mapped[str]
    purpose: Mapped[str]
    reason: Mapped[str]
    fields: Mapped[list[str]]


class ProgrammeClaim(Base):
    """Who is a beneficiary of what in the whole city (HH-11), by blind index.

    A claim takes up every exclusion group of its programme (4.13), so that the key alone keeps apart what may not be
    held together, whoever decides at the same time. No role may read this table: it is asked and changed only through
    the functions of the migrations, which answer with a programme and a county and nothing else.
    """

    __tablename__ = "programme_claim"
    __table_args__ = {"info": {"no_place": "Asked through functions only; migration 0002 takes the grants away"}}

    id_number_index: Mapped[bytes] = mapped_column(primary_key=True)
    exclusion_group: Mapped[str] = mapped_column(Text, primary_key=True)
    programme: Mapped[str]
    county: Mapped[str]
    benefit_id: Mapped[UUID] = mapped_column(index=True)
