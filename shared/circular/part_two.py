"""Part 二 of the circular: 保持政策总体稳定，巩固拓展兜底保障成果."""

from typing import Final

from shared.circular.clause import Clause

CLAUSES: Final[tuple[Clause, ...]] = (
    Clause(
        "2.1-a",
        "二（一）持续做好困难群众救助兜底工作",
        "落实应兜尽兜，对脱贫人口中完全丧失劳动能力或部分丧失劳动能力、且无法通过产业就业获得稳定收入的对象，依规纳入农村低保或特困人员救助供养范围。",
        (
            "services.eligibility.rules.household.is_household_member",
            "services.eligibility.rules.dibao.income_is_below_dibao_line",
            "services.eligibility.rules.property_limits.property_is_within_some_limits",
            "services.eligibility.rules.dibao.qualifies_for_dibao",
            "- later: screening list of people lifted out of poverty",
        ),
    ),
    Clause(
        "2.1-b",
        "二（一）持续做好困难群众救助兜底工作",
        "落实应保尽保，对低保边缘家庭中的重病、重残人员，可参照“单人户”纳入低保。",
        (
            "services.eligibility.rules.single_person.belongs_to_marginal_family",
            "services.eligibility.rules.disability.is_severely_disabled",
            "services.eligibility.rules.single_person.has_recognised_illness",
            "services.eligibility.rules.single_person.qualifies_as_single_person",
        ),
    ),
    Clause(
        "2.1-c",
        "二（一）持续做好困难群众救助兜底工作",
        "完善与居民人均消费支出或人均可支配收入水平挂钩的低保标准动态调整机制。",
        ("services.eligibility.rules.standards.line_by_formula", "shared.schemas.standards.Formula"),
    ),
    Clause(
        "2.1-d",
        "二（一）持续做好困难群众救助兜底工作",
        "按照不低于城乡低保标准 1.3 倍的标准，动态调整城乡特困人员供养标准低限，",
        (
            "parameter tk.floor_multiplier",
            "services.eligibility.rules.standards.tekun_basic_reaches_floor",
            "services.eligibility.rules.standards.tekun_floor",
        ),
    ),
    Clause(
        "2.1-e",
        "二（一）持续做好困难群众救助兜底工作",
        "合理确定特困人员照料护理标准。",
        (
            "services.eligibility.rules.self_care.self_care_class",
            "services.eligibility.rules.self_care.care_of_full_loss",
        ),
    ),
    Clause(
        "2.1-f",
        "二（一）持续做好困难群众救助兜底工作",
        "落实应救尽救，对因临时性、突发性原因导致基本生活出现困难、符合条件的群众及时给予临时救助。",
        (
            "services.eligibility.rules.temporary.qualifies_for_relief",
            "services.eligibility.rules.relief_tests.relief_type",
            "services.eligibility.rules.relief_amount.township_stage",
            "- later: paths and reserve fund of temporary assistance 临时救助",
        ),
    ),
    Clause(
        "2.1-g",
        "二（一）持续做好困难群众救助兜底工作",
        "落实动态管理，",
        (
            "services.intake.rules.reviews.review_due_on",
            "services.intake.rules.reviews.review_class",
            "services.intake.rules.reviews.last_entitled_month",
            "services.intake.rules.benefit_guards.happened_already",
            "- later: deciding a review: keep, raise, lower, grace",
        ),
    ),
    Clause(
        "2.1-h",
        "二（一）持续做好困难群众救助兜底工作",
        "对农村低保对象就业产业的必要成本，在核算家庭收入时给予适当扣减；",
        (
            "services.eligibility.rules.deductions.is_rural_employment_cost",
            "services.eligibility.rules.deductions.is_necessary_cost",
            "services.eligibility.rules.deductions.may_be_deducted",
            "services.eligibility.rules.income.countable_income",
        ),
    ),
    Clause(
        "2.1-i",
        "二（一）持续做好困难群众救助兜底工作",
        "家庭人均收入稳定超过当地低保标准的，给予不超过 12 个月的救助渐退期。",
        ("parameter grace.max_months", "- later: grace period 渐退期 granted at a review"),
    ),
    Clause(
        "2.1-j",
        "二（一）持续做好困难群众救助兜底工作",
        "将走访、发现困难群众列为村（社区）组织和基层工作人员的重要工作内容。",
        ("- later: visits and the clues they bring in",),
    ),
    Clause(
        "2.1-k",
        "二（一）持续做好困难群众救助兜底工作",
        "到 2025 年，对符合条件的致贫返贫人口做到应兜尽兜。",
        ("- later: report of those found eligible and not taken in",),
    ),
    Clause(
        "2.2-a",
        "二（二）持续做好特困人员救助帮扶工作",
        "参照城乡低保标准动态调整城乡特困人员供养标准低限，规范特困人员认定工作。",
        (
            "services.eligibility.rules.standards.tekun_basic_reaches_floor",
            "services.eligibility.rules.tekun.qualifies_for_tekun",
        ),
    ),
    Clause(
        "2.2-b",
        "二（二）持续做好特困人员救助帮扶工作",
        "加大分散供养特困人员及农村困难老人巡访力度。",
        ("- later: visit plans and overdue visits",),
    ),
    Clause(
        "2.2-c",
        "二（二）持续做好特困人员救助帮扶工作",
        "强化县乡两级养老机构对失能、半失能特困老年人口的兜底保障，加快区域性养老服务中心规划布局，功能提升，",
        ("- later: register of institutions and beds",),
    ),
    Clause(
        "2.2-d",
        "二（二）持续做好特困人员救助帮扶工作",
        "确保有入住需求的失能、半失能特困人员全部纳入集中供养。",
        (
            "services.eligibility.rules.self_care.must_be_placed",
            "- later: placement of 特困 who wish to enter an institution",
        ),
    ),
    Clause(
        "2.3-a",
        "二（三）持续做好困境儿童关爱救助工作",
        "加大困境儿童排查力度，",
        ("- later: screening campaigns for children",),
    ),
    Clause(
        "2.3-b",
        "二（三）持续做好困境儿童关爱救助工作",
        "分层分类做好儿童关爱保障。",
        ("services.eligibility.rules.child_category.child_category", "- later: visits and the file of each child"),
    ),
    Clause(
        "2.3-c",
        "二（三）持续做好困境儿童关爱救助工作",
        "落实孤儿、事实无人抚养儿童基本生活保障标准自然增长机制和动态调整机制。",
        (
            "services.eligibility.rules.standards.standard_falls",
            "services.eligibility.rules.orphan.amount_in_institution",
            "services.eligibility.rules.orphan.amount_with_kin",
            "services.eligibility.rules.defacto_child.standard_of_its_own",
            "services.eligibility.rules.defacto_child.topped_up_amount",
            "services.eligibility.rules.standards.grown",
        ),
    ),
    Clause(
        "2.3-d",
        "二（三）持续做好困境儿童关爱救助工作",
        "加大儿童类社会组织培育孵化力度，实施儿童关爱服务项目，加强管理、科学评估，提升儿童类购买服务项目成效，让更多困境儿童受益。",
        ("- organisational",),
    ),
    Clause(
        "2.4-a",
        "二（四）持续做好困难残疾人福利保障工作",
        "将符合条件的残疾人纳入困难残疾人生活补贴和重度残疾人护理补贴范围。",
        (
            "parameter db.living",
            "parameter db.care.grade1",
            "parameter db.care.grade2",
            "services.eligibility.rules.living_subsidy.qualifies_for_living_subsidy",
            "services.eligibility.rules.care_subsidy.qualifies_for_care_subsidy",
            "services.eligibility.rules.disability_subsidies.back_pay_of_month",
        ),
    ),
    Clause(
        "2.4-b",
        "二（四）持续做好困难残疾人福利保障工作",
        "实施动态管理，做到应补尽补，应退尽退。",
        (
            "services.eligibility.rules.disability_bars.tekun_bars_subsidies",
            "services.eligibility.rules.disability_bars.orphans_allowance_bars_living",
            "services.eligibility.rules.disability_bars.full_child_subsidy_bars_living",
            "services.eligibility.rules.disability_bars.care_allowance_is_kept",
            "services.eligibility.rules.disability_subsidies.certificate_is_in_use",
            "- later: monthly cross-check of disability subsidies",
        ),
    ),
    Clause(
        "2.4-c",
        "二（四）持续做好困难残疾人福利保障工作",
        "确保补贴资金按时足额发放到人。",
        (
            "services.intake.rules.benefit_guards.checker_did_not_prepare",
            "services.intake.rules.benefit_guards.approver_did_not_prepare",
            "services.intake.rules.benefit_guards.totals_agree",
            "- later: payment of the disability subsidies themselves",
        ),
    ),
    Clause(
        "2.4-d",
        "二（四）持续做好困难残疾人福利保障工作",
        "做好做实残疾人两项补贴资格认定申请“跨省通办”。",
        ("- later: acceptance across provinces 跨省通办",),
    ),
    Clause(
        "2.4-e",
        "二（四）持续做好困难残疾人福利保障工作",
        "全面推进我市精神障碍社区康复服务发展，建设精神障碍社区康复指导中心和康复服务站点，为患者提供社会交往、技能训练、心理疏导等多种社会服务，帮助恢复生活自理能力和社会适应能力，让更多的精神障碍患者早日回归家庭、回归社会。",
        ("- organisational",),
    ),
    Clause(
        "2.5-a",
        "二（五）持续做好农村“三留守”人员关爱服务工作",
        "完善以农村留守老人、留守儿童为重点的定期巡访制度，",
        ("- later: visit plans for left-behind elderly and children",),
    ),
    Clause(
        "2.5-b",
        "二（五）持续做好农村“三留守”人员关爱服务工作",
        "加强信息动态管理，及时防范化解风险隐患。",
        ("- later: alerts from visit findings",),
    ),
    Clause(
        "2.5-c",
        "二（五）持续做好农村“三留守”人员关爱服务工作",
        "探索建立留守老年人风险评估制度，落实监护责任。",
        ("- later: risk assessment of left-behind elderly",),
    ),
    Clause(
        "2.5-d",
        "二（五）持续做好农村“三留守”人员关爱服务工作",
        "开展农村留守儿童关爱保护，推动因外出务工等原因在一定期限内不能完全履行监护职责的父母或其他监护人依法确定被委托照护人，指导其签订书面照护协议。",
        ("- later: entrusted-care agreements 委托照护协议",),
    ),
    Clause(
        "2.5-e",
        "二（五）持续做好农村“三留守”人员关爱服务工作",
        "开展农村留守妇女关爱服务行动。",
        ("- later: ledger of services for left-behind women",),
    ),
)
