"""Part 四 of the circular: 保障措施."""

from typing import Final

from shared.circular.clause import Clause

CLAUSES: Final[tuple[Clause, ...]] = (
    Clause(
        "4.1-a",
        "四（一）强化组织领导",
        "各县(区)民政局要将巩固拓展民政领域脱贫攻坚成果同乡村振兴有效衔接作为民政系统工作的重中之重，结合本地实际，制定具体方案，做好政策衔接与工作落实。",
        (
            "services.eligibility.actions.standard_values._refuse_what_only_the_city_sets",
            "services.eligibility.actions.floors.county_floor_breaches",
            "parameter county.not_below_city",
        ),
    ),
    Clause(
        "4.1-b",
        "四（一）强化组织领导",
        "继续加大对脱贫攻坚兜底保障比例相对较高、财力较困难地区资金倾斜和支持力度，持续巩固定点帮扶地区脱贫攻坚成果。",
        ("- later: report of recipients by county",),
    ),
    Clause(
        "4.2-a",
        "四（二）强化人才支撑",
        "坚持以党建为统揽，充分发挥“党员双报到”“街道吹哨、部门报到”等机制作用，",
        ("- later: cross-department request 街道吹哨 with a deadline",),
    ),
    Clause(
        "4.2-b",
        "四（二）强化人才支撑",
        "充分发动社会力量参与，进一步推动主动发现困难群众工作提质增效。",
        ("- later: figures of active discovery",),
    ),
    Clause(
        "4.2-c",
        "四（二）强化人才支撑",
        "依托社会组织孵化园、乡镇社会工作服务站点、村(社区)阵地建设，加强基层民政干部队伍、村(社区)“两委”干部队伍和农村社会工作专业人才队伍建设与培养，提升各类人才业务素质 and 综合素养，提升农村社会救助、社会治理及社会服务专业化水平。",
        ("- organisational",),
    ),
    Clause(
        "4.3-a",
        "四（三）强化跟踪问效",
        "紧密围绕中央关于巩固拓展脱贫攻坚成果同乡村振兴有效衔接的决策部署，坚持督查巡查和执纪问效“两手抓”，加强对巩固拓展民政领域脱贫攻坚兜底保障成果同乡村振兴有效衔接的事前、事中、事后指导。",
        ("- later: supervision notes on cases",),
    ),
    Clause(
        "4.3-b",
        "四（三）强化跟踪问效",
        "健全完善社会救助监督检查长效机制，",
        (
            "services.intake.rules.application_guards.confirmer_did_not_survey",
            "services.intake.rules.application_guards.confirmer_gave_no_opinion",
            "- later: random inspection and a register of complaints",
        ),
    ),
    Clause(
        "4.3-c",
        "四（三）强化跟踪问效",
        "开展巩固社会救助兜底脱贫攻坚成果“回头看”",
        ("- later: look-back campaigns 回头看",),
    ),
    Clause(
        "4.3-d",
        "四（三）强化跟踪问效",
        "农村低保专项治理成果巩固提升行动，总结先进经验做法，",
        (
            "services.intake.rules.application_guards.visited_when_required",
            "services.intake.rules.application_guards.visit_is_required",
            "- later: governance campaigns",
        ),
    ),
    Clause(
        "4.3-e",
        "四（三）强化跟踪问效",
        "根据定期调度情况纠偏纠正，确保成果运用、拓展到位，问题整改、处置到位。",
        ("- later: rectification items",),
    ),
)
