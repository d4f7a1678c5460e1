"""People and households as callers give and see them. Personal data come in whole and go out masked."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.schemas.codes import DisclosurePurpose
from shared.schemas.paging import Page
from shared.schemas.types import Body, Day, Instant, Masked, PersonName, ShortText, View, Whole

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""A reference to a person inside one request, such as ``M1``."""

IdNumberText = Annotated[str, StringConstraints(min_length=15, max_length=20)]
PhoneText = Annotated[str, StringConstraints(pattern=r"^\+?[0-9-]{7,20}$")]
AccountText = Annotated[str, StringConstraints(pattern=r"^[0-9]{8,30}$")]
EthnicityCode = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-4][0-9]|5[0-6]|97|98)$")]


VillageCode = Annotated[str, StringConstraints(pattern=r"^5104[0-9]{8}$")]
"""A village or community: work is taken in where somebody lives, not for a whole township."""


class Authorisation(Body):
    """A signed authorisation for verification (核对授权书, HD-01)."""

    signed_on: Annotated[Day, Field(title="签署日期")]
    version: Annotated[ShortText, Field(title="授权书版本")]


class NewPerson(Body):
    """A household member with his identity; ``ref`` ties him to the facts."""

    ref: Annotated[Ref, Field(title="本申请内的成员编号")]
    name: Annotated[PersonName, Field(title="姓名")]
    id_number: Annotated[IdNumberText, Field(title="公民身份号码（18位）")]
    ethnicity: Annotated[EthnicityCode | None, Field(title="民族代码 GB/T 3304")] = None
    phone: Annotated[PhoneText | None, Field(title="联系电话")] = None
    authorisation: Annotated[Authorisation | None, Field(title="核对授权")] = None


class PersonSummary(View):
    """A person, masked."""

    id: UUID
    name: str
    id_number: Annotated[Masked, Field(title="公民身份号码（脱敏）")]
    sex: str
    birth_date: Day


class PersonDetail(PersonSummary):
    """A person with contact data, masked."""

    county: str
    ethnicity: str | None
    phone: Annotated[Masked | None, Field(title="联系电话（脱敏）")]
    version: Whole


class PersonPage(Page[PersonSummary]):
    """A page of people."""


class PersonSearch(Body):
    """Look for a person by identity number; the number travels in the body, never in a URL."""

    id_number: Annotated[IdNumberText, Field(title="公民身份号码（18位）")]


class HouseholdMemberDetail(View):
    """A membership with its dates."""

    person: PersonSummary
    relation: str
    from_on: Day
    to_on: Day | None


class HouseholdSummary(View):
    """A household in a list."""

    id: UUID
    division: str
    residence: str
    created_at: Instant


class HouseholdDetail(HouseholdSummary):
    """A household with its members now and before."""

    address: Annotated[Masked | None, Field(title="住址（脱敏）")]
    account_holder: str | None
    bank_account: Annotated[Masked | None, Field(title="银行账号（脱敏）")]
    members: list[HouseholdMemberDetail]
    version: Whole


class HouseholdPage(Page[HouseholdSummary]):
    """A page of households."""


class MemberLeaving(Body):
    """A member who no longer lives in the household (减员)."""

    person_id: Annotated[UUID, Field(title="人员")]
    on: Annotated[Day, Field(title="离开之日")]
    reason: Annotated[ShortText, Field(title="原因")]


class MemberJoining(Body):
    """A member who joins the household (增员)."""

    person: Annotated[NewPerson, Field(title="人员")]
    relation: Annotated[ShortText, Field(title="与申请人关系（代码）")]
    on: Annotated[Day, Field(title="加入之日")]


class AccountChange(Body):
    """Where and to whom payments go: address and account of a household."""

    address: Annotated[ShortText | None, Field(title="住址")] = None
    account_holder: Annotated[PersonName | None, Field(title="户名")] = None
    bank_account: Annotated[AccountText | None, Field(title="银行账号")] = None


class DisclosureRequest(Body):
    """Ask for full personal data for a stated purpose; the look is logged and answerable to the person."""

    purpose: Annotated[DisclosurePurpose, Field(title="用途")]
    reason: Annotated[ShortText, Field(title="事由")]


class PersonalData(View):
    """A person's full data, handed out once for a stated purpose."""

    id: UUID
    name: str
    id_number: str
    phone: str | None
    address: str | None
    account_holder: str | None
    bank_account: str | None


class DisclosureRecord(View):
    """Who looked at a person's full data, when and what for."""

    id: UUID
    created_at: Instant
    subject: str
    role: str
    purpose: str
    reason: str
    fields: list[str]


class DisclosurePage(Page[DisclosureRecord]):
    """A page of disclosures."""


class NewHousehold(Body):
    """The household of an application: where it lives and where payments go."""

    division: Annotated[VillageCode, Field(title="村或社区的行政区划代码（12位）")]
    address: Annotated[ShortText | None, Field(title="住址")] = None
    account_holder: Annotated[PersonName | None, Field(title="户名")] = None
    bank_account: Annotated[AccountText | None, Field(title="银行账号")] = None
