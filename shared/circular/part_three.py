"""Part 三 of the circular: 优化政策举措供给，与乡村振兴有效衔接."""

from typing import Final

from shared.circular.clause import Clause

CLAUSES: Final[tuple[Clause, ...]] = (
    Clause(
        "3.1-a",
        "三（一）推进分层分类的社会救助体系建设",
        "贯彻执行省低保边缘家庭认定办法，按照低于城乡低保标准2倍，且家庭财产状况符合相关规定的条件认定低保边缘家庭。",
        (
            "parameter marginal.multiplier",
            "services.eligibility.rules.marginal.income_is_below_marginal_line",
            "services.eligibility.rules.property_limits.property_is_within_some_limits",
            "services.eligibility.rules.marginal.is_marginal_family",
        ),
    ),
    Clause(
        "3.1-b",
        "三（一）推进分层分类的社会救助体系建设",
        "完善我市最低生活保障、特困人员救助供养、临时救助等工作规程。",
        (
            "services.intake.rules.application_guards.survey_by_two",
            "services.intake.rules.application_guards.notice_period_is_over",
            "services.intake.rules.application_guards.determination_is_current",
            "shared.clocks.deadline",
            "- later: procedures of the other programmes",
        ),
    ),
    Clause(
        "3.1-c",
        "三（一）推进分层分类的社会救助体系建设",
        "适度扩展基本生活临时救助人员覆盖范围。",
        (
            "services.eligibility.rules.relief_tests.is_in_target_group",
            "services.eligibility.rules.relief_tests.is_unemployed_without_income",
        ),
    ),
    Clause(
        "3.1-d",
        "三（一）推进分层分类的社会救助体系建设",
        "充分发挥城乡社会救助体系建设工作领导小组作用，",
        ("- later: records of the leading group's decisions",),
    ),
    Clause(
        "3.1-e",
        "三（一）推进分层分类的社会救助体系建设",
        "推进基本生活救助和医疗、教育、住房、就业等专项救助分层分类的体系建设。",
        ("- later: referrals 转介 to other departments",),
    ),
    Clause(
        "3.2-a",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "充分依托和运用“天府救助通”智慧救助平台，",
        ("- later: adapter to 天府救助通",),
    ),
    Clause(
        "3.2-b",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "实现与民政部金民工程、",
        ("- later: adapter to 金民工程",),
    ),
    Clause(
        "3.2-c",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "四川政务服务一体化平台、",
        ("- later: adapter to 四川政务服务一体化平台",),
    ),
    Clause(
        "3.2-d",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "“一卡通”阳光审批平台的对接和全面应用；",
        ("- later: adapter to the 一卡通 platform",),
    ),
    Clause(
        "3.2-e",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "搭建农村低收入人口信息库，",
        (
            "services.alerts.actions.information_base.take_in",
            "services.alerts.actions.base_views.show_people",
            "services.alerts.rules.standing.of_application",
            "- later: information base fed by departments",
        ),
    ),
    Clause(
        "3.2-f",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "对农村低保对象、",
        ("services.alerts.rules.standing.of_benefit",),
    ),
    Clause(
        "3.2-g",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "农村特困人员、",
        ("- later: information base, category 特困",),
    ),
    Clause(
        "3.2-h",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "农村易返贫致贫人口，",
        ("- later: information base, category 易返贫致贫",),
    ),
    Clause(
        "3.2-i",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "以及因病因灾因意外事故等刚性支出较大或收入大幅缩减导致基本生活出现严重困难人口",
        ("- later: information base, category 突发严重困难",),
    ),
    Clause(
        "3.2-j",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "等农村低收入人口",
        (
            "services.eligibility.rules.rigid.is_rigid_family",
            "- later: information base, open list of categories",
        ),
    ),
    Clause(
        "3.2-k",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "开展动态监测，及时预警存在致贫返贫风险的农村低收入人口。",
        (
            "services.alerts.actions.warnings.evaluate",
            "services.alerts.rules.signals.dedupe_key",
            "services.alerts.rules.signals.is_higher",
            "services.alerts.rules.due.due",
            "services.intake.rules.warnings.holds_no_more",
            "- later: the other indicators",
        ),
    ),
    Clause(
        "3.2-l",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "提升居民家庭经济状况核对能力，",
        (
            "services.intake.rules.application_guards.every_adult_authorised",
            "services.intake.rules.application_guards.verification_authorised",
            "services.intake.rules.application_guards.objection_brings_evidence",
        ),
    ),
    Clause(
        "3.2-m",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "优化线上线下办理机制。",
        ("shared.schemas.codes.Channel",),
    ),
    Clause(
        "3.2-n",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "推动建立多部门联动的风险预警、研判和处置机制，",
        (
            "services.alerts.actions.alerts.transition_alert",
            "services.alerts.rules.alert_guards.assignee_answers_for_the_place",
            "services.alerts.rules.alert_guards.is_assigned_to_the_caller",
            "- later: triage and disposal across departments",
        ),
    ),
    Clause(
        "3.2-o",
        "三（二）建立健全农村低收入人口动态监测预警机制",
        "及时将符合条件的人员纳入相应的救助范围。",
        ("- later: cases opened from alerts",),
    ),
    Clause(
        "3.3-a",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "积极申报省级城乡社区治理试点单位，加强城乡社区综合服务设施“补短板”达标工程建设，提升全市农村社区治理能力、服务质量。",
        ("- organisational",),
    ),
    Clause(
        "3.3-b",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "实行城乡社区工作事项准入制度，",
        ("- organisational",),
    ),
    Clause(
        "3.3-c",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "建立村级民事代办制度，提升村民委员会规范化水平和为民服务能力。",
        (
            "services.intake.rules.application_guards.agent_has_entrustment",
            "shared.schemas.applications.Entrustment",
        ),
    ),
    Clause(
        "3.3-d",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "争创国家级村级议事协商创新实验试点单位，全面开展社区协商，加强村级议事协商规范化建设。",
        ("- organisational",),
    ),
    Clause(
        "3.3-e",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "加强行政区域界线管理，完成乡镇行政区划调整后的勘界工作，开展平安边界创建。",
        ("- organisational",),
    ),
    Clause(
        "3.3-f",
        "三（三）加强农村基层政权建设与社会治理和区划地名工作",
        "强化地名规范管理，稳妥开展清理整治不规范地名工作，完成中国国家地理信息库四川省攀枝花市信息更新。",
        ("- organisational",),
    ),
    Clause(
        "3.4-a",
        "三（四）推进农村养老服务体系建设",
        "健全完善农村三级养老服务网络，建设县级特困人员供养服务设施、乡镇级农村区域性养老服务中心、村级互助养老服务点，",
        ("- later: register of institutions in three levels",),
    ),
    Clause(
        "3.4-b",
        "三（四）推进农村养老服务体系建设",
        "构建农村公办养老机构联合体。",
        ("- organisational",),
    ),
    Clause(
        "3.5-a",
        "三（五）提升残疾人福利保障水平",
        "对接省级困难残疾人生活补贴和重度残疾人护理补贴标准动态调整机制，及时调整残疾人两项补贴标准并严格落实。",
        (
            "services.eligibility.actions.floors.provincial_floor_breaches",
            "services.eligibility.actions.differences.differences",
            "services.intake.actions.reviews.receive_event",
        ),
    ),
    Clause(
        "3.6-a",
        "三（六）提高农村婚姻殡葬管理服务水平",
        "持续推进婚丧领域移风易俗，积极倡导厚养薄葬和婚事新办，引导村民自觉摒弃红白喜事大操大办、人情攀比、铺张浪费等陈规陋习。持续推进婚俗改革，以婚姻登记为载体，引导农村地区进一步树立婚姻家庭观念。",
        ("- organisational",),
    ),
    Clause(
        "3.6-b",
        "三（六）提高农村婚姻殡葬管理服务水平",
        "加强农村公益性殡葬设施建设，完善绿色惠民殡葬政策，着力减轻农村居民丧葬负担。",
        ("- later: marriage and funeral feeds",),
    ),
    Clause(
        "3.7-a",
        "三（七）加强社会工作服务体系建设",
        "聚焦优化公共服务供给，推进社会工作服务站（室）建设，构建县、乡、村三级社会工作服务体系，形成专业化的社会工作服务力量和网络网点，促进民政领域社会工作发展，提升基层民政服务能力和水平。",
        ("- later: register of social-work stations",),
    ),
    Clause(
        "3.8-a",
        "三（八）动员引导社会力量参与乡村振兴",
        "积极引导行业协会商会，以及农村教育卫生、农业产业、劳务输出等重点领域社会组织参与乡村振兴。鼓励引导慈善力量通过投入资金、捐助物资、实施项目，助力乡村振兴。依托志愿服务站点，引导群众参与志愿服务，凝聚参与乡村振兴的社会力量。",
        ("- later: referral to charity as an outcome of disposal",),
    ),
)
