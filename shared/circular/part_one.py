"""Opening and part 一 of the circular: whom it binds, the transition period and the aims to 2025."""

from typing import Final

from shared.circular.clause import Clause

CLAUSES: Final[tuple[Clause, ...]] = (
    Clause(
        "0.1-a",
        "文首",
        "各县（区）民政局：",
        ("shared.db.in_places",),
    ),
    Clause(
        "0.1-b",
        "文首",
        "为贯彻落实中央、省、市有关巩固拓展脱贫攻坚成果同乡村振兴有效衔接的工作要求，切实履行政治责任，充分发挥民政兜底保障功能，全力做好民政领域脱贫攻坚同乡村振兴有效衔接，为巩固脱贫攻坚成果持续贡献民政力量。特制定巩固拓展民政领域脱贫攻坚成果同乡村振兴有效衔接的实施方案。",
        ("- organisational",),
    ),
    Clause(
        "1.1-a",
        "一、总体要求",
        "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的十九大和十九届二中、三中、四中、五中全会精神，坚定不移落实习近平总书记对民政工作和四川工作系列重要指示，把握新发展阶段、贯彻新发展理念、构建新发展格局，坚持以人民为中心的发展思想，聚焦乡村振兴、聚焦特殊群体、聚焦群众关切，认真履行基本民生保障、基层社会治理、基本社会服务职责，推动民政领域脱贫攻坚政策举措和工作体系逐步向乡村振兴平稳过渡，为接续推进乡村振兴打下坚实基础。",
        ("- organisational",),
    ),
    Clause(
        "1.2-a",
        "一、总体要求",
        "在5年过渡期内，按照“四个不摘”要求，",
        (
            "parameter transition.start",
            "parameter transition.end",
            "- later: guard that a household lifted out of poverty is not stopped for that alone",
        ),
    ),
    Clause(
        "1.2-b",
        "一、总体要求",
        "做好工作体系、政策举措、对象认定、保障标准等有效衔接，保持民政领域兜底保障政策总体稳定调整优化政策措施，补齐补好短板弱项。",
        ("services.eligibility.rules.standards.standard_falls",),
    ),
    Clause(
        "1.2-c",
        "一、总体要求",
        "到2025年，分层分类、城乡统筹、兜底保障功能有效发挥的社会救助体系更加健全；",
        ("- organisational",),
    ),
    Clause(
        "1.2-d",
        "一、总体要求",
        "农村低收入人口监测预警机制全面建立；",
        ("- later: coverage report of the monitored population",),
    ),
    Clause(
        "1.2-e",
        "一、总体要求",
        "乡镇行政区划设置进一步优化；",
        (
            "services.intake.actions.divisions.succeed_division",
            "services.intake.actions.divisions.move_open_work",
            "services.intake.actions.villages.taken_along",
        ),
    ),
    Clause(
        "1.2-f",
        "一、总体要求",
        "农村社区治理整体水平明显提升；…农村养老服务体系基本建成；农村未成年人关爱体系基本建立；残疾人保障水平稳步提高；农村社会事务管理服务能力明显提升；基层社会工作服务体系进一步完善，在巩固民政领域脱贫攻坚成果、服务乡村振兴战略中推动民政事业高质量发展。",
        ("- organisational",),
    ),
)
