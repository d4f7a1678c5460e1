"""Through which channel (受理渠道, 3.2-m) who may hand in; a ledger comes by the imports alone."""

from typing import Final

from shared.identity import Role
from shared.schemas.codes import Channel

_OFFICE: Final = frozenset(Channel) - {Channel.ONLINE, Channel.IMPORT}
"""An office also takes in the papers that a village agent brings, with his entrustment."""

_CHANNELS: Final = {
    Role.VILLAGER: frozenset({Channel.ONLINE}),
    Role.PARTNER_SYSTEM: frozenset({Channel.ONLINE}),
    Role.VILLAGE_AGENT: frozenset({Channel.VILLAGE_AGENT}),
}


def channels_of(role: Role) -> frozenset[Channel]:
    """Return the channels that stand for this caller."""
    return _CHANNELS.get(role, _OFFICE)
