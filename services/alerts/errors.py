"""What alerts can refuse, and how it says so."""

from shared.errors import FieldError, InvalidInput, NotFound


class EventNotFound(NotFound):
    """No such event, or not the caller's to see."""

    code = "event_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该事件")


class EventOutOfPlace(InvalidInput):
    """The event is about a place outside the caller's."""

    code = "event_out_of_place"
    title = "事件不在管辖范围内"

    def __init__(self, *pointers: str) -> None:
        message = "事件所属区划不在您的管理范围内"
        super().__init__(message, errors=tuple(FieldError(pointer, "division", message) for pointer in pointers))


class AlertNotFound(NotFound):
    """No such alert, or not the caller's to see."""

    code = "alert_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该预警")


class PersonRecordNotFound(NotFound):
    """No such person in the information base, or not the caller's to see."""

    code = "person_record_not_found"

    def __init__(self) -> None:
        super().__init__("信息库中未找到该人员")


class HouseholdRecordNotFound(NotFound):
    """No such household in the information base, or not the caller's to see."""

    code = "household_record_not_found"

    def __init__(self) -> None:
        super().__init__("信息库中未找到该家庭")
