"""The reasons of a written decision (决定书理由), from a kept answer and from nothing else: no rule runs again."""

from collections.abc import Iterable

from services.eligibility.determining.steps import COUNTED_BY, LEFT_OUT_BY
from services.eligibility.rules.book import BOOK
from shared.schemas.decision_reasons import DecisionReasons, DecisionSection, LegalGround
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationDetail, ParameterUse, ProgrammeResult, Step

_ABOUT_MEMBERS = {rule.id for rule in BOOK.rules if rule.name in {*COUNTED_BY, *LEFT_OUT_BY, "is_household_member"}}
_HEADINGS = {"家庭成员": "facts", "核算过程": "arithmetic", "条件审查": "tests", "适用标准": "standards"}
_NUMERALS = "一二三四五六"


def reasons_of(
    kept: DeterminationDetail, *, programme: Programme | None = None, person: str | None = None
) -> DecisionReasons:
    """Return the reasons of every result, or of those of one programme or person."""
    wanted = [
        result
        for result in kept.results
        if programme in {None, result.programme} and person in {None, result.unit.person}
    ]
    return DecisionReasons(determination_id=kept.id, as_of=kept.as_of, sections=[_section(each) for each in wanted])


def _section(result: ProgrammeResult) -> DecisionSection:
    steps = [step for step in result.steps if step.in_force and step.rule not in _ABOUT_MEMBERS]
    tests = _tests(result, steps)
    section = DecisionSection(
        programme=result.programme,
        unit=result.unit,
        outcome=result.outcome,
        facts=_once(f"{each.person}：{each.sentence}" for each in result.counted_members),
        arithmetic=_once(_said(step.person, step.sentence) for step in steps if step.passed is None),
        tests=_once(sentence for sentence, _ in tests),
        standards=_standards(result.steps),
        grounds=_grounds(result, [ground for _, ground in tests]),
        conclusion=result.sentence,
        text="",
    )
    return section.model_copy(update={"text": _text(section)})


def _tests(result: ProgrammeResult, steps: list[Step]) -> list[tuple[str, LegalGround]]:
    """Return what was tested: for what is granted, the tests that were met; else every reason against it."""
    if result.outcome is Outcome.ELIGIBLE:
        met = [step for step in steps if step.passed]
        return [(_said(each.person, each.sentence), _ground(each)) for each in met]
    return [
        (
            _said(each.person, each.sentence),
            LegalGround(rule=each.rule, title=each.title, clause=each.clause, law=each.law),
        )
        for each in result.reasons
    ]


def _grounds(result: ProgrammeResult, tested: Iterable[LegalGround]) -> list[LegalGround]:
    """Return the rules the result rests on, each once; what is granted rests on how its amount was reckoned, too."""
    paid = {part.rule for part in result.parts}
    reckoned = [_ground(step) for step in result.steps if step.rule in paid and step.passed is None]
    found = {(each.rule, each.clause, each.law): each for each in [*tested, *reckoned]}
    return list(found.values())


def _ground(step: Step) -> LegalGround:
    return LegalGround(rule=step.rule, title=step.title, clause=step.clause, law=step.law)


def _standards(steps: Iterable[Step]) -> list[str]:
    """Return the standards used, each once, with the document it stands in."""
    used = {(use.key, use.residence): use for step in steps for use in step.parameters.values()}
    return [_standard(use) for use in used.values() if isinstance(use.value, str | int) and use.document]


def _standard(use: ParameterUse) -> str:
    residence = "" if use.residence is None else f"（{use.residence.zh}）"
    shown = "（示例，并非真实标准）" if use.illustrative else ""
    return f"{use.title}{residence} {use.value}，自 {use.valid_from} 起施行，见{use.document}{shown}。"


def _text(section: DecisionSection) -> str:
    """Return the section as the text of a decision: numbered paragraphs without those that have nothing to say."""
    grounds = [f"{each.law or '攀民政〔2021〕61号'}（通知条款 {each.clause}）" for each in section.grounds]
    paragraphs = [(title, "".join(getattr(section, name))) for title, name in _HEADINGS.items()]
    paragraphs += [("依据", "；".join(_once(grounds)) + "。" if grounds else ""), ("结论", section.conclusion)]
    said = [(title, words) for title, words in paragraphs if words]
    return "\n".join(f"{_NUMERALS[place]}、{title}：{words}" for place, (title, words) in enumerate(said))


def _said(person: str | None, sentence: str) -> str:
    return sentence if person is None else f"{person}：{sentence}"


def _once(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))
