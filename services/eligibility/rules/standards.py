"""What must hold between published standards (标准之间的约束). Whole fen and permille; nothing is divided before it is compared."""

_PERMILLE = 1000
_MONTHS = 12


def tekun_basic_reaches_floor(*, tk_basic: int, lb_line: int, tk_floor_multiplier: int) -> bool:
    """Whether a 特困 basic standard is at least the floor, 1.3 times the 低保 line; equal is enough. Circular 2.1-d and 2.2-a."""
    return tk_basic * _PERMILLE >= lb_line * tk_floor_multiplier


def tekun_floor(*, lb_line: int, tk_floor_multiplier: int) -> int:
    """Return the lowest lawful 特困 basic standard in whole fen (供养标准低限). Circular 2.1-d."""
    return -(-lb_line * tk_floor_multiplier // _PERMILLE)


def standard_falls(*, old: int, new: int) -> bool:
    """Whether a standard would fall, which needs a stated reason (政策总体稳定). Circular 1.2-b and 2.3-c."""
    return new < old


def line_by_formula(*, annual_amount: int, ratio_permille: int) -> int:
    """Return the monthly line that a yearly statistic and a ratio give, in whole fen rounded up (动态调整机制). Circular 2.1-c."""
    return -(-annual_amount * ratio_permille // (_MONTHS * _PERMILLE))


def keeps_to_floor(*, amount: int, floor: int) -> bool:
    """Whether a standard is at least that of the level above; equal is enough. Circular 3.5-a and 4.1-a."""
    return amount >= floor


def grown(*, base: int, rate_permille: int) -> int:
    """Return a child standard after its natural growth, in whole fen rounded up (自然增长机制). Circular 2.3-c."""
    return -(-base * (_PERMILLE + rate_permille) // _PERMILLE)
