"""Playing the month: every working day, whoever has something to do does it, a few at a time."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import httpx

from demo import actors, wire
from demo.case import Case, Step
from demo.desk import Desk, Impatient, Problem
from demo.month import Month

_NEEDS: Final = (
    "年老无劳动能力，收入不足以维持基本生活",
    "家中有重病患者，支出大、收入少",
    "务工收入不稳定，子女上学负担重",
    "家庭成员残疾，缺少劳动力",
)

Tell = Callable[[str], None]


@dataclass(slots=True)
class Player:
    """Carries out the diaries of all cases."""

    desk: Desk
    month: Month
    tell: Tell
    threads: int = 4
    _done: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """What was done on each day of the month."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def play(self, cases: Iterable[Case]) -> None:
        """Play the month from its first working day to its last.

        What waits for a determination is finished while the next day begins, at the hour of its own day: so nobody
        stands idle, and nothing is done before its turn.
        """
        cases, days = list(cases), range(len(self.month.days))
        waiting: list[Case] = []
        with ThreadPoolExecutor(self.threads) as pool:
            for day in days:
                today = [case for case in cases if day in case.days]
                list(pool.map(partial(self._finish, day=day - 1), [case for case in waiting if day in case.days]))
                list(pool.map(partial(self._begin, day=day), today))
                list(pool.map(partial(self._finish, day=day - 1), [case for case in waiting if day not in case.days]))
                waiting = today
                if day:
                    self._tell_of(day - 1)
            list(pool.map(partial(self._finish, day=days[-1]), waiting))
        self._tell_of(days[-1])

    def _tell_of(self, day: int) -> None:
        done = self._done[self.month.days[day]]
        if done:
            self.tell(f"{self.month.days[day]:%m月%d日} {_told(done)}")

    def spend_today(self, case: Case, now: datetime) -> None:
        """Take the first day's steps of a case at this very moment."""
        with _noting_trouble(case, now.date()):
            for step in case.days[0]:
                self._take(case, step, now)

    def _begin(self, case: Case, day: int) -> None:
        """Take the day's steps up to one that needs a determination, and have that asked for."""
        if case.trouble:
            return
        steps, cut = case.days[day], _first_that_waits(case.days[day])
        with _noting_trouble(case, self.month.days[day]):
            for place in range(cut):
                self._take(case, steps[place], self.month.moment(day, place))
            is_asked_for = cut > 0 and case.seen["determination"] == "PENDING"
            if cut < len(steps) and not is_asked_for:
                self._look(case, steps[cut], self.month.moment(day, cut))

    def _finish(self, case: Case, day: int) -> None:
        """Take the steps that had to wait for the determination."""
        if case.trouble:
            return
        steps, cut = case.days[day], _first_that_waits(case.days[day])
        with _noting_trouble(case, self.month.days[day]):
            for place in range(cut, len(steps)):
                self._take(case, steps[place], self.month.moment(day, place))

    def _look(self, case: Case, step: Step, at: datetime) -> None:
        """Open the case as its officer; that sets off today's determination."""
        case.seen = self.desk.get(actors.acting(case, step.actor, step.action), f"/v1/applications/{case.id}", at=at)

    def _take(self, case: Case, step: Step, at: datetime) -> None:
        if step.needs_determination:
            self.desk.wait("认定测算", lambda: self._is_determined(case, step, at))
        match step.action:
            case "OPEN":
                self._open(case, step, at)
            case "REAPPLY":
                self._reapply(case, step, at)
            case "DECIDE":
                self._decide(case, step, at)
            case "DELIVER_DECISION":
                if case.state == "REFUSED":
                    self._transition(case, step, {"delivered_on": case.today.isoformat()}, at)
            case _:
                self._transition(case, step, step.body(case), at)

    def _is_determined(self, case: Case, step: Step, at: datetime) -> bool:
        if case.seen.get("determination") != "CURRENT":
            self._look(case, step, at)
        return bool(case.seen["determination"] == "CURRENT")

    def _open(self, case: Case, step: Step, at: datetime) -> None:
        body = wire.application_of(
            case.family,
            case.programmes,
            channel=case.channel,
            needs=_NEEDS[case.number % len(_NEEDS)],
            signed_on=case.today.isoformat(),
            agent=actors.agent_of(case),
        )
        case.seen = self.desk.create(actors.acting(case, step.actor, "OPEN"), "/v1/applications", at=at, json=body)
        case.id = case.seen["id"]
        self._count(case, "OPEN")

    def _reapply(self, case: Case, step: Step, at: datetime) -> None:
        assert case.previous is not None
        actor = actors.acting(case, step.actor, "REAPPLY")
        path = f"/v1/applications/{case.previous.id}/reapplications"
        case.seen = self.desk.create(actor, path, at=at, json=step.body(case))
        case.id = case.seen["id"]
        self._count(case, "REAPPLY")

    def _decide(self, case: Case, step: Step, at: datetime) -> None:
        """Confirm what the family must get; refuse where nothing is, or where another county already pays."""
        expects = case.expects()
        lines = [
            {"programme": programme, **({"person_ref": ref} if ref else {})}
            for programme, ref in expects.lines(case.programmes)
        ]
        reasons = expects.reasons(case.programmes)
        note = "经审核，不符合申请项目的条件"
        if case.twin:
            reasons, note = ["ALREADY_RECEIVING"], "有家庭成员已在其他县（区）享受"
            lines = self._try_twice(case, step, lines, at)
        refusal = {"action": "REFUSE", "reasons": reasons, "note": note}
        action = {"action": "CONFIRM", "lines": lines} if lines else refusal
        self._transition(case, step, action, at)

    def _try_twice(self, case: Case, step: Step, lines: list[Any], at: datetime) -> list[Any]:
        """Try to confirm somebody whom another county pays; nothing is left to confirm when that is refused (HH-11)."""
        try:
            self._transition(case, step, {"action": "CONFIRM", "lines": lines}, at)
        except Problem as problem:
            if problem.code == "already_beneficiary":
                return []
            raise
        raise LookupError("已在其他县（区）享受的人员被再次确认")

    def _transition(self, case: Case, step: Step, body: dict[str, Any], at: datetime) -> None:
        """Take a step from the version last seen; when somebody was faster, look and try once more."""
        body = {"action": step.action, **body}
        actor = actors.acting(case, step.actor, step.action)
        path = f"/v1/applications/{case.id}/transitions"
        try:
            case.seen = self.desk.change(actor, path, body, case.seen["version"], at=at)
        except Problem as problem:
            if problem.status != 412:
                raise
            self._look(case, step, at)
            case.seen = self.desk.change(actor, path, body, case.seen["version"], at=at)
        self._count(case, str(body.get("action", "CORRECT_FACTS")))
        _note(case, body)

    def _count(self, case: Case, action: str) -> None:
        with self._lock:
            self._done[case.today][action] += 1


def _first_that_waits(steps: list[Step]) -> int:
    """Return the place of the first step that needs a determination, else the end."""
    return next((place for place, step in enumerate(steps) if step.needs_determination), len(steps))


@contextmanager
def _noting_trouble(case: Case, today: date) -> Iterator[None]:
    """Let a case be dealt with on a day; what goes wrong is noted with it and stops it alone."""
    case.today = today
    try:
        yield
    except (Problem, Impatient, httpx.HTTPError, LookupError) as trouble:
        case.trouble = f"{today} {trouble or type(trouble).__name__}"


def _note(case: Case, body: dict[str, Any]) -> None:
    """Keep for the check what was done on which day."""
    match body.get("action"):
        case "ACCEPT":
            case.accepted_on = case.today
        case "CONFIRM":
            case.decided_on = case.today
        case "REFUSE":
            case.decided_on, case.reasons = case.today, body["reasons"]


_WORDS: Final = {
    "OPEN": "新建", "REAPPLY": "重新申请", "SUBMIT": "提交", "REQUEST_SUPPLEMENT": "告知补正", "RESUBMIT": "补正",
    "ACCEPT": "受理", "START_SURVEY": "入户调查", "REQUEST_VERIFICATION": "提请核对", "START_VERIFICATION": "启动核对",
    "REPORT_VERIFICATION": "核对报告", "OBJECT_VERIFICATION": "异议", "REPORT_RECHECK": "复查", "GIVE_OPINION": "公示",
    "FORWARD": "上报", "DISPUTE": "公示异议", "RESOLVE_DISPUTE": "异议处理", "REQUIRE_VISIT": "转县级核查",
    "RECORD_VISIT": "县级入户", "FILE_COMPLAINT": "投诉", "CONFIRM": "确认", "REFUSE": "不予确认",
    "DELIVER_DECISION": "送达", "WITHDRAW": "撤回", "ABORT": "终止", "CORRECT_FACTS": "更正情况",
}  # fmt: skip


def _told(done: Counter[str]) -> str:
    """Return what was done, in words, with counts."""
    return " ".join(f"{word}{done[action]}" for action, word in _WORDS.items() if done[action])
