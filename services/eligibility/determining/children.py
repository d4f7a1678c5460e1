"""What each child is to the care of children in difficulty (儿童类别), from the facts of the same question. Circular 2.3-b."""

from services.eligibility.determining.case import Case, CategoryRun
from services.eligibility.determining.results import Context
from services.eligibility.engine import codes, explain
from services.eligibility.engine.unknown import Exploration
from shared.schemas.determination_codes import ChildCategory
from shared.schemas.determinations import ChildCategoryView

_GROWN_UP_YEARS = 19
_DECIDED_BY = {
    codes.ChildCategory.ORPHAN: "is_orphan",
    codes.ChildCategory.UNATTENDED: "is_unattended_child",
    codes.ChildCategory.TEKUN: "is_minor_in_tekun",
    codes.ChildCategory.OTHER: "is_other_child_in_difficulty",
    codes.ChildCategory.NONE: "child_category",
}


def child_categories(case: Case, context: Context) -> list[ChildCategoryView]:
    """Return the category of everybody who is, or may be, a child; a rule set of another time may know of none."""
    if not case.knows_categories:
        return []
    members, today = context.request.facts.members, context.request.as_of
    return [
        view
        for place, member in enumerate(members)
        if member.birth_date is None or today.year - member.birth_date.year <= _GROWN_UP_YEARS
        for view in _of_child(case.categorise(place), context.refs[place])
    ]


def _of_child(found: Exploration, ref: str) -> list[ChildCategoryView]:
    runs: list[CategoryRun] = [leaf.result for leaf in found.leaves]
    if not found.too_many and not any(run.is_child for run in runs):
        return []
    return [*_category(runs, ref, too_many=found.too_many), *_left_behind(runs, ref, too_many=found.too_many)]


def _category(runs: list[CategoryRun], ref: str, *, too_many: bool) -> list[ChildCategoryView]:
    if too_many or len({(run.is_child, run.category) for run in runs}) != 1 or runs[0].category is None:
        return [_open(ref, "2.3-b", "儿童类别")]
    category = codes.ChildCategory(runs[0].category)
    return [_view(ref, ChildCategory[category.name], runs[0], _DECIDED_BY[category])]


def _left_behind(runs: list[CategoryRun], ref: str, *, too_many: bool) -> list[ChildCategoryView]:
    if too_many or len({run.is_left_behind for run in runs}) != 1 or runs[0].is_left_behind is None:
        return [_open(ref, "KJ-01", "是否农村留守儿童")]
    return [_view(ref, ChildCategory.LEFT_BEHIND, runs[0], "is_left_behind")] if runs[0].is_left_behind else []


def _view(ref: str, category: ChildCategory, run: CategoryRun, name: str) -> ChildCategoryView:
    call = next(each for each in reversed(run.calls) if each.rule.name == name)
    return ChildCategoryView(
        person=ref,
        category=category,
        rule=call.rule.id,
        clause=call.rule.clause,
        sentence=explain.sentence(call),
    )


def _open(ref: str, rule: str, asked: str) -> ChildCategoryView:
    sentence = f"事实或者标准不全，不能确定{asked}。"
    return ChildCategoryView(
        person=ref, category=ChildCategory.UNDETERMINED, rule=rule, clause="2.3-b", sentence=sentence
    )
