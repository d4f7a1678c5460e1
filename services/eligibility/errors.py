"""What eligibility can refuse, and how it says so."""

from uuid import UUID

from shared.errors import DomainError, FieldError, Forbidden, InvalidInput, NotFound, RuleRefused, WrongState


class StandardNotFound(NotFound):
    """No such standard, or a draft of another place."""

    code = "standard_not_found"
    title = "未找到该标准"

    def __init__(self, standard_id: UUID) -> None:
        super().__init__(f"未找到标准 {standard_id}")


class DeterminationNotFound(NotFound):
    """No such determination in the caller's places."""

    code = "determination_not_found"
    title = "未找到该认定测算"

    def __init__(self, determination_id: UUID) -> None:
        super().__init__(f"未找到认定测算 {determination_id}")


class RuleNotFound(NotFound):
    """The rule book has no rule of this id."""

    code = "rule_not_found"
    title = "未找到该规则"

    def __init__(self) -> None:
        super().__init__("规则库中没有该编号的规则")


class ClauseNotFound(NotFound):
    """The circular has no clause of this id."""

    code = "clause_not_found"
    title = "未找到该条款"

    def __init__(self) -> None:
        super().__init__("攀民政〔2021〕61号中没有该编号的条款")


class PlaceNotFound(NotFound):
    """No such place, or one the caller does not answer for: both are answered alike."""

    code = "place_not_found"
    title = "未找到该区划"

    def __init__(self) -> None:
        super().__init__("未找到该区划，或不在您的辖区内")


class InvalidStandard(InvalidInput):
    """A value does not suit its key; ``errors`` names each."""

    code = "invalid_standard"
    title = "标准内容不符合要求"


class StandardFileRefused(InvalidInput):
    """The file is no standard that can be taken in; nothing of it was."""

    code = "standard_file_refused"
    title = "标准文件不符合要求"

    def __init__(self, message: str, *, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(message, errors=errors or (FieldError("/file", "standard_file", message),))


class StandardNotPublished(WrongState):
    """Only a published standard has changed anything."""

    code = "standard_not_published"
    title = "标准尚未发布"

    def __init__(self) -> None:
        super().__init__("标准尚未发布，没有补发或多发；发布前请查看影响测算", allowed_actions=())


class StandardNotDraft(WrongState):
    """Only a draft can be changed, published or withdrawn."""

    code = "standard_not_draft"
    title = "标准已不是草稿"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, allowed_actions=())


class FourEyes(Forbidden):
    """Who drafted a standard does not publish it."""

    code = "four_eyes"
    title = "须由另一人办理"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class StandardRefused(RuleRefused):
    """An invariant between standards would break."""

    code = "standard_refused"
    title = "标准不符合政策规定"


class KnownInFuture(InvalidInput):
    """Knowledge of a later day cannot be asked for."""

    code = "known_in_future"
    title = "知悉时点晚于当前时间"

    def __init__(self) -> None:
        super().__init__("known_at 不得晚于当前时间")


class ParametersContradict(DomainError):
    """Two values of one parameter hold on the day asked for, so that no answer can be given until one is withdrawn."""

    code = "parameters_contradict"
    title = "参数取值相互矛盾"

    def __init__(self, key: str) -> None:
        super().__init__(f"参数 {key} 在测算日有两个取值，不能测算；请政策管理人员更正后再测算")


class ProgrammeNotSupported(RuleRefused):
    """The rules of a programme asked for are not written yet; nothing is answered by guess."""

    code = "programme_not_supported"
    title = "暂不能测算该项目"

    def __init__(self, programmes: str) -> None:
        super().__init__(f"规则库尚未包含以下项目的规则，不能测算：{programmes}")


class ImpossibleFacts(InvalidInput):
    """Facts that cannot be true on the day asked for."""

    code = "impossible_facts"
    title = "事实不可能成立"


class PopulationUnreadable(InvalidInput):
    """A population file that is cut off, made otherwise, or holds a number no fact can be."""

    code = "population_unreadable"
    title = "人口文件不可用"


class PopulationNotFound(NotFound):
    """No population of this id in the caller's place."""

    code = "population_not_found"
    title = "未找到人口文件"

    def __init__(self, population_id: UUID) -> None:
        super().__init__(f"未找到人口文件 {population_id}")


class SimulationNotFound(NotFound):
    """No simulation of this id in the caller's place."""

    code = "simulation_not_found"
    title = "未找到模拟测算"

    def __init__(self, simulation_id: UUID) -> None:
        super().__init__(f"未找到模拟测算 {simulation_id}")


class SimulationNotDone(WrongState):
    """Its totals are given when every household has been reckoned."""

    code = "simulation_not_done"
    title = "模拟测算尚未完成"

    def __init__(self) -> None:
        super().__init__("模拟测算尚未完成，没有可以查看的结果")


class SimulationOver(WrongState):
    """What is done, failed or cancelled runs no more."""

    code = "simulation_over"
    title = "模拟测算已经结束"

    def __init__(self) -> None:
        super().__init__("模拟测算已经结束，不能取消")


class BatchNotInstalled(DomainError):
    """The packages that read populations are an extra of this deployment."""

    status = 503
    code = "batch_not_installed"
    title = "未安装成批测算组件"

    def __init__(self) -> None:
        super().__init__("本部署未安装成批测算组件（可选依赖 batch），不能装载人口文件或者进行模拟测算")
