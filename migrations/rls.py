"""Who may touch a table: grants, and row-level security by place. The migrations call these; autogenerate writes the calls.

Nothing is granted by default, so a table nobody decided about is closed. The three kinds of table:

* ``place_table``: rows belong to a place (column ``division``); a session sees those in its places and no others.
* ``append_only_table``: the same for reading; rows may be added for any place (an officer's act may concern another
  place than his own), or within one's places only, and are never changed, but for the columns the sequencer fills, once.
* ``open_table``: no place; the model says why in ``info["no_place"]``.

Security is FORCEd, so that it binds the owner too; a second policy lets the owner through for functions that run as
owner and for migrations.
"""

from collections.abc import Sequence
from typing import Any, Final

__all__ = ["append_only_table", "open_table", "place_table"]

_MY_PLACES: Final = "(select string_to_array(current_setting('doudi.places', true), ','))::text[]"
"""Asked once for a statement, as a sub-select; a function call would be repeated for every row."""

IN_MY_PLACES: Final = f"division ^@ any ({_MY_PLACES})"


def place_table(op: Any, *, schema: str, table: str, public_when: str | None = None) -> None:
    """Let the service work on the rows of its caller's places; rows that are public may be read everywhere."""
    _secure(op, schema, table)
    op.execute(f"create policy place on {schema}.{table} to doudi_{schema} using ({IN_MY_PLACES})")
    if public_when is not None:
        op.execute(f"create policy public on {schema}.{table} for select to doudi_{schema} using ({public_when})")
    op.execute(f"grant select, insert, update, delete on {schema}.{table} to doudi_{schema}")


def append_only_table(
    op: Any,
    *,
    schema: str,
    table: str,
    filled_later: Sequence[str] = (),
    public_when: str | None = None,
    added_in_place: bool = False,
) -> None:
    """Let the service add rows and read those of its caller's places; the first column filled later says whether it was."""
    _secure(op, schema, table)
    op.execute(f"create policy place on {schema}.{table} for select to doudi_{schema} using ({IN_MY_PLACES})")
    if public_when is not None:
        op.execute(f"create policy public on {schema}.{table} for select to doudi_{schema} using ({public_when})")
    where = IN_MY_PLACES if added_in_place else "true"
    op.execute(f"create policy append on {schema}.{table} for insert to doudi_{schema} with check ({where})")
    op.execute(f"grant select, insert on {schema}.{table} to doudi_{schema}")
    if filled_later:
        op.execute(
            f"create policy fill on {schema}.{table} for update to doudi_{schema} "
            f"using ({filled_later[0]} is null) with check (true)"
        )
        op.execute(f"grant update ({', '.join(filled_later)}) on {schema}.{table} to doudi_{schema}")


def open_table(op: Any, *, schema: str, table: str, append_only: bool = False) -> None:
    """Let the service work on every row, whatever the caller's place."""
    rights = "select, insert" if append_only else "select, insert, update, delete"
    op.execute(f"grant {rights} on {schema}.{table} to doudi_{schema}")


def _secure(op: Any, schema: str, table: str) -> None:
    op.execute(f"alter table {schema}.{table} enable row level security")
    op.execute(f"alter table {schema}.{table} force row level security")
    op.execute(f"create policy owner on {schema}.{table} to current_user using (true)")
