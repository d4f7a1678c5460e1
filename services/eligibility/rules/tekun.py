"""Support of 特困 persons (特困人员救助供养). Circular 2.1-e and 2.2; domain 4.7, TK-01…TK-06, TK-13, TK-14."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, DisabilityKind, Residence, ReviewOutcome
from services.eligibility.engine.values import Fen, Text, Whole
from services.eligibility.rules.book import LAW_43, LAW_649, Finding, Payment, Term, Verdict, procedure, rule
from services.eligibility.rules.disability import certificate_has_not_expired, certificate_is_issued
from services.eligibility.rules.household import member_age, member_counts
from services.eligibility.rules.review import held_of, review_of
from services.eligibility.rules.self_care import care_amount, must_be_placed, self_care_class
from services.eligibility.rules.tekun_income import source_of_living, tekun_income_of
from services.eligibility.rules.tekun_supporters import no_able_supporter
from services.eligibility.rules.tekun_term import (
    continued_as_minor,
    is_barred_by_child_programme,
    is_dead_or_missing,
    is_to_be_referred,
    leaves_by_own_wish,
    may_go_on,
    programme_chosen,
    serves_a_sentence,
    tekun_confirming_level,
    tekun_starting_month,
    tekun_termination,
)

SINCE = "2021-07-01"


@rule(
    "D-16",
    "特困适用城市还是农村标准",
    clause="2.2-a",
    law=f"{LAW_43}第十九条",
    since=SINCE,
    says="登记适用{recorded_residence}标准；按易地扶贫搬迁、承包土地和集体分红情况，适用{tekun_residence}标准。",
)
def tekun_residence(recorded_residence: Residence, was_relocated_to_town: bool, has_contract_land: bool) -> Residence:
    """Relocated to a town: urban; with contract land or collective dividends: rural; else as recorded (城乡标准)."""
    return Residence.URBAN if was_relocated_to_town else Residence.RURAL if has_contract_land else recorded_residence


@rule(
    "TK-02",
    "六十周岁以上老年人",
    clause="2.2-a",
    law=f"{LAW_43}第五条第一项",
    since=SINCE,
    says="{age} 周岁，已满六十周岁，属于无劳动能力。",
    otherwise="{age} 周岁，未满六十周岁。",
)
def is_old(age: Whole) -> bool:
    """Aged 60 or more, exactly 60 included (老年人)."""
    return age >= 60


@rule(
    "TK-03",
    "未满十六周岁的未成年人",
    clause="2.2-a",
    law=f"{LAW_43}第五条第二项",
    since=SINCE,
    says="{age} 周岁，未满十六周岁，属于无劳动能力。",
    otherwise="{age} 周岁，已满十六周岁。",
)
def is_under_sixteen(age: Whole) -> bool:
    """Under 16 (未成年人, D-17)."""
    return age < 16


@rule(
    "TK-04",
    "无劳动能力的残疾类别和等级",
    clause="2.2-a",
    law=f"{LAW_43}第五条第三项",
    since=SINCE,
    says="残疾类别 {disability_kind}、等级 {disability_grade}，持有效残疾人证，属于无劳动能力。",
    otherwise="残疾类别 {disability_kind}、等级 {disability_grade}，不是持有效残疾人证的一至三级智力、精神残疾，"
    "一、二级肢体残疾或者一级视力残疾。",
)
def is_disabled_for_work(
    disability_kind: DisabilityKind,
    disability_grade: Whole,
    certificate_is_issued: bool,
    certificate_has_not_expired: bool,
) -> bool:
    """Intellectual or mental of grade 1 to 3, physical of 1 or 2, visual of 1, by a certificate that holds (残疾)."""
    return (
        certificate_is_issued
        and certificate_has_not_expired
        and disability_grade >= 1
        and (
            (
                (disability_kind == DisabilityKind.INTELLECTUAL or disability_kind == DisabilityKind.MENTAL)
                and disability_grade <= 3
            )
            or (disability_kind == DisabilityKind.PHYSICAL and disability_grade <= 2)
            or (disability_kind == DisabilityKind.VISUAL and disability_grade == 1)
        )
    )


@rule(
    "TK-05",
    "省级规定的其他无劳动能力情形",
    clause="2.2-a",
    law=f"{LAW_43}第五条第四项",
    since=SINCE,
    says="“{special_group}”属于省级规定的无劳动能力情形。",
    otherwise="“{special_group}”不属于省级规定的无劳动能力情形。",
)
def is_listed_as_unable_to_work(special_group: Text, tk_no_labour_groups: bool) -> bool:  # noqa: ARG001  the step names it
    """Another case that the province lists (其他情形)."""
    return tk_no_labour_groups > 0


@rule(
    "TK-01",
    "无劳动能力",
    clause="2.2-a",
    law=f"{LAW_649}第十四条；{LAW_43}第五条",
    since=SINCE,
    says="属于无劳动能力（或者已纳入的未成年人继续供养）。",
    otherwise="不属于无劳动能力的情形。",
)
def lacks_labour_ability(
    is_old: bool,
    is_under_sixteen: bool,
    is_disabled_for_work: bool,
    is_listed_as_unable_to_work: bool,
    goes_on_as_minor: bool,
) -> bool:
    """One of TK-02…TK-05, or a minor supported already who goes on by TK-17 (无劳动能力)."""
    return is_old or is_under_sixteen or is_disabled_for_work or is_listed_as_unable_to_work or goes_on_as_minor


@rule(
    "TK-01",
    "符合特困人员条件",
    clause="2.2-a",
    law=f"{LAW_649}第十四条；{LAW_43}第四条",
    since=SINCE,
    says="无劳动能力、无生活来源、无法定义务人或者义务人无履行义务能力，同时具备，符合特困人员条件。",
    otherwise="不同时具备无劳动能力、无生活来源、无法定义务人或者义务人无履行义务能力，或者有应当终止的情形。",
)
def qualifies_for_tekun(
    lacks_labour_ability: bool, has_no_source_of_living: bool, has_no_able_supporter: bool, may_go_on: bool
) -> bool:
    """All three at once, and nothing that ends it (三无)."""
    return lacks_labour_ability and has_no_source_of_living and has_no_able_supporter and may_go_on


@rule(
    "TK-14",
    "供养形式",
    clause="2.2-d",
    law=f"{LAW_649}第十九条",
    since=SINCE,
    says="本人愿意入住供养机构，选择集中供养。",
    otherwise="本人不入住供养机构，选择分散供养。",
)
def is_centralised(wishes_institution: bool) -> bool:
    """The person chooses the form of support (自行选择供养形式)."""
    return wishes_institution


@rule(
    "TK-13",
    "基本生活标准（集中供养）",
    clause="2.1-d",
    law=f"{LAW_43}第十七条、第二十条",
    since=SINCE,
    gives="amount",
    says="集中供养基本生活标准每月 {tk_basic_centralised} 元，全额发放。",
)
def basic_centralised(tk_basic_centralised: Fen) -> Fen:
    """The basic standard in an institution, in full (集中供养标准)."""
    return tk_basic_centralised


@rule(
    "TK-13",
    "基本生活标准（分散供养）",
    clause="2.1-d",
    law=f"{LAW_43}第十七条、第二十条",
    since=SINCE,
    gives="amount",
    says="分散供养基本生活标准每月 {tk_basic_scattered} 元，全额发放。",
)
def basic_scattered(tk_basic_scattered: Fen) -> Fen:
    """The basic standard at home, in full (分散供养标准)."""
    return tk_basic_scattered


@rule(
    "TK-13",
    "供养金",
    clause="2.1-e",
    law=f"{LAW_43}第二十条",
    since=SINCE,
    says="基本生活 {basic_amount} 元加照料护理 {care_amount_found} 元，每月 {tekun_amount} 元。",
)
def tekun_amount(basic_amount: Fen, care_amount_found: Fen) -> Fen:
    """Basic standard and care standard together; standards are whole fen and nothing is rounded (供养金)."""
    return basic_amount + care_amount_found


@procedure(since=SINCE)
def labour_ability_test(hh: Any, m: Any, held: Any, years: Any, P: Any) -> Any:
    """TK-02…TK-05 and TK-17; the provincial list is asked for only where somebody claims to be on it."""
    listed = False
    if m.claims_special_group:
        listed = is_listed_as_unable_to_work(m.special_group, P.tk_no_labour_groups[m.special_group])
    disabled = is_disabled_for_work(
        m.disability_kind,
        m.disability_grade,
        certificate_is_issued(m.certificate_issued_on, hh.as_of),
        certificate_has_not_expired(m.certificate_expires_on, hh.as_of),
    )
    goes_on = continued_as_minor(m, held, years)
    return lacks_labour_ability(is_old(years), is_under_sixteen(years), disabled, listed, goes_on)


@procedure(since=SINCE)
def support_amount(m: Any, P: Any) -> Any:
    """Basic standard by the form chosen, and care by the class of self-care."""
    if is_centralised(m.wishes_institution):
        basic = basic_centralised(P.tk_basic_centralised)
    else:
        basic = basic_scattered(P.tk_basic_scattered)
    of_class = self_care_class(m.self_care_items_not_reached)
    must_be_placed(of_class, m.wishes_institution)
    return tekun_amount(basic, care_amount(of_class, P))


@procedure(since=SINCE)
def gives_way(m: Any, years: Any) -> Any:
    """The child programme that takes the place of 特困: the one chosen, or the orphans' allowance held now (TK-12, 4.13)."""
    by = AssistanceProgramme.NONE
    if held_of(m.benefits, AssistanceProgramme.ORPHAN).is_held:
        by = AssistanceProgramme.ORPHAN
    if m.child_programme_chosen != AssistanceProgramme.NONE:
        by = programme_chosen(m.child_programme_chosen, years)
    return AssistanceProgramme.NONE if not is_barred_by_child_programme(by) else by


@procedure("TEKUN", "特困人员救助供养", clause="2.2-a", since=SINCE)
def determine_tekun(hh: Any, m: Any, members: Any, P: Any) -> Any:
    """Proposal for one person (特困人员); whether he counts in his family is found for the overlap matrix."""
    member_counts(hh, m, P)
    tekun_residence(hh.recorded_residence, m.was_relocated_to_town, m.has_contract_land)
    years = member_age(hh, m, P)
    held = held_of(m.benefits, AssistanceProgramme.TEKUN)
    income = tekun_income_of(hh, m, P)
    labour = labour_ability_test(hh, m, held, years, P)
    source = source_of_living(m, income, P)
    supporter = no_able_supporter(hh, m, members, P)
    gone = is_dead_or_missing(m.died_on, m.is_declared_missing)
    sentenced = serves_a_sentence(m.is_in_prison)
    leaving = leaves_by_own_wish(m.wishes_to_leave_tekun)
    qualifies = qualifies_for_tekun(labour, source, supporter, may_go_on(gone, sentenced, leaving))
    barred_by = gives_way(m, years)
    amount = 0
    start = 0
    if qualifies:
        amount = support_amount(m, P)
        start = tekun_starting_month(hh, P)
    reviewed = review_of(hh, held, qualifies, amount, barred_by, m.died_month, P)
    end = 0
    if reviewed.outcome != ReviewOutcome.NONE:
        amount = reviewed.amount
        start = reviewed.start_month
        end = reviewed.end_month
        if reviewed.outcome == ReviewOutcome.STOP:
            tekun_termination(gone, sentenced, leaving, labour, source, supporter)
            is_to_be_referred(reviewed.outcome, m.died_on)
    verdict = Verdict(True, qualifies, barred_by)
    payment = Payment(amount, 0, AssistanceProgramme.NONE)
    term = Term(start, end, 0, not hh.is_decided)
    return Finding(verdict, payment, term, tekun_confirming_level(), reviewed.outcome, income)
