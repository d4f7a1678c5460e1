"""What alerts can refuse, and how it says so."""

from shared.errors import NotFound


class EventNotFound(NotFound):
    """No such event, or not the caller's to see."""

    code = "event_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该事件")
