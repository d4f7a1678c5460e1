"""Who owes a person support by law (法定义务人). Circular 2.2-a; domain 4.7, TK-01.

Outside the household whoever is named as a relative owes it, but for the dead and for the young; inside it the kinship to
the applicant tells.
"""

# ruff: noqa: PLR1714  the language of rules has no containers to look into

from services.eligibility.engine.codes import Relation, SupporterRelation
from services.eligibility.engine.values import Whole
from services.eligibility.rules.book import rule

SINCE = "2021-07-01"
CIVIL_CODE = "《中华人民共和国民法典》第一千零五十九条、第一千零六十七条、第一千零七十四条、第一千零七十五条"


@rule(
    "TK-01",
    "户外法定义务人",
    clause="2.2-a",
    law=CIVIL_CODE,
    since=SINCE,
    says="户外亲属健在，负有法定赡养、抚养、扶养义务。",
    otherwise="户外亲属已死亡或者尚未成年，不是法定义务人。",
)
def relative_owes_support(supporter_relation: SupporterRelation, supporter_is_dead: bool, supporter_age: Whole) -> bool:
    """A relative told owes support unless he is dead or under age; parents and spouses owe it at any age (法定义务人)."""
    return not supporter_is_dead and (
        supporter_age >= 18
        or supporter_relation == SupporterRelation.FATHER
        or supporter_relation == SupporterRelation.MOTHER
        or supporter_relation == SupporterRelation.SPOUSE
    )


@rule(
    "TK-01",
    "家庭内直系亲属和配偶",
    clause="2.2-a",
    law=CIVIL_CODE,
    since=SINCE,
    says="两人是配偶、父母子女或者祖孙。",
    otherwise="两人不是配偶、父母子女或者祖孙。",
)
def are_close_kin(first_relation: Relation, second_relation: Relation) -> bool:
    """Spouses, parents and children, grandparents and grandchildren, by what both are to the applicant, the lower code first.

    Of those who are something to the applicant himself it is told whether they owe him support.
    """
    return (
        (
            first_relation == Relation.SPOUSE
            and (
                second_relation == Relation.CHILD
                or second_relation == Relation.GRANDCHILD
                or second_relation == Relation.PARENT_IN_LAW
            )
        )
        or (
            first_relation == Relation.CHILD
            and (
                second_relation == Relation.PARENT
                or second_relation == Relation.GRANDCHILD
                or second_relation == Relation.CHILD_IN_LAW
                or second_relation == Relation.PARENT_IN_LAW
            )
        )
        or (
            first_relation == Relation.PARENT
            and (
                second_relation == Relation.PARENT
                or second_relation == Relation.GRANDPARENT
                or second_relation == Relation.SIBLING
            )
        )
        or (first_relation == Relation.GRANDCHILD and second_relation == Relation.CHILD_IN_LAW)
        or (
            first_relation == Relation.GRANDPARENT
            and (second_relation == Relation.GRANDPARENT or second_relation == Relation.SIBLING)
        )
        or (first_relation == Relation.PARENT_IN_LAW and second_relation == Relation.PARENT_IN_LAW)
    )


@rule(
    "TK-01",
    "未成年人的兄、姐",
    clause="2.2-a",
    law=CIVIL_CODE,
    since=SINCE,
    says="两人是兄弟姐妹，本人 {age} 周岁，未成年。",
    otherwise="两人不是兄弟姐妹，或者本人已成年。",
)
def is_minor_sibling(first_relation: Relation, second_relation: Relation, age: Whole) -> bool:
    """A minor whose parents cannot is supported by grown brothers and sisters (兄、姐扶养)."""
    return (
        age < 18
        and first_relation == second_relation
        and (
            first_relation == Relation.CHILD
            or first_relation == Relation.GRANDCHILD
            or first_relation == Relation.SIBLING
        )
    )


@rule(
    "TK-01",
    "家庭内法定义务人",
    clause="2.2-a",
    law=CIVIL_CODE,
    since=SINCE,
    says="家庭成员 {supporter_age} 周岁，负有法定赡养、抚养、扶养义务。",
    otherwise="家庭成员不是法定义务人。",
)
def member_owes_support(
    are_close_kin: bool, is_minor_sibling: bool, owes_the_applicant: bool, supporter_age: Whole
) -> bool:
    """A grown member of the household who owes this person support (法定义务人)."""
    return supporter_age >= 18 and (are_close_kin or is_minor_sibling or owes_the_applicant)
