"""Arithmetic of the compiled rules: whole numbers that never overflow silently, and lists found by their address.

Imported by kernels only, and only where numba is installed.
"""

# ruff: noqa: ANN001, ANN201, ANN202  numba reads the types of its arguments from the call

from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.extending import intrinsic

from services.eligibility.batch.layout import MISSING


def _checked(instruction: str) -> Any:
    @intrinsic
    def operation(_context, left, right):
        def write(context, builder, signature, given):
            whole = [
                context.cast(builder, value, kind, types.int64)
                for value, kind in zip(given, signature.args, strict=True)
            ]
            both = getattr(builder, instruction)(*whole)
            with builder.if_then(builder.extract_value(both, 1), likely=False):
                context.call_conv.return_user_exc(builder, OverflowError, ())
            return builder.extract_value(both, 0)

        return types.int64(left, right), write

    return operation


plus = _checked("sadd_with_overflow")
minus = _checked("ssub_with_overflow")
times = _checked("smul_with_overflow")


@intrinsic
def _pointer(_context, _address):
    def write(context, builder, _signature, given):
        return builder.inttoptr(given[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), write


@njit
def rows(address, count, kind):
    """Return the records that lie at an address."""
    return carray(_pointer(address), count, kind)


@njit
def known(parameters, value):
    """Return a parameter; note that one was needed and is not published, and go on with any number."""
    if value == MISSING:
        parameters.needed = 1
        return np.int64(1)
    return np.int64(value)


@njit
def counted(parameters, count):
    """Return how many rows a table of parameters has, in the same way."""
    if count < 0:
        parameters.needed = 1
        return np.int64(0)
    return count


@njit
def listed(parameters, address, count, code):
    """Return whether a list of codes names a code."""
    codes = carray(_pointer(address), counted(parameters, count), np.int64)
    for each in codes:
        if each == code:
            return 1
    return 0
