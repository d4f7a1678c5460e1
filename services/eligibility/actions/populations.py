"""Taking in a population file (装载人口文件): read whole and checked before anything is kept of it."""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from services.eligibility import queries
from services.eligibility.errors import BatchNotInstalled, PopulationUnreadable
from services.eligibility.models import Population
from shared import audit
from shared.db import Session
from shared.identity import Caller
from shared.ids import new_id


def take_population(session: Session, file: IO[bytes], *, folder: Path, caller: Caller, now: datetime) -> Population:
    """Keep a file that is whole, of the right form, with numbers facts can be, and of the caller's places alone."""
    population_id = new_id()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{population_id}.arrow"
    try:
        with path.open("wb") as kept:
            shutil.copyfileobj(file, kept)
        as_of, chunks, households, persons = _checked(path, session.info["places"])
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    population = Population(
        id=population_id,
        division=caller.division,
        county=caller.division[:6],
        as_of=as_of,
        households=households,
        persons=persons,
        chunks=chunks,
        bytes=path.stat().st_size,
        file=path.name,
        sha256=_hash(path),
        made_by=caller.acts_for,
        made_at=now,
    )
    session.add(population)
    session.flush()
    told = {"as_of": as_of, "households": households, "sha256": population.sha256}
    audit.record(session, caller=caller, action="population.taken", on="population", on_id=population.id,
                 division=population.division, now=now, new=told)  # fmt: skip
    return population


def _checked(path: Path, places: Iterable[str]) -> tuple[Any, int, int, int]:
    """Read every number of a file; return its day, its chunks, households and persons."""
    try:
        from services.eligibility.batch import intake  # noqa: PLC0415  the extra may be missing
    except ModuleNotFoundError as error:
        raise BatchNotInstalled from error
    checked = intake.check(path)
    for division in checked.divisions:
        if not any(division.startswith(place) for place in places):
            raise PopulationUnreadable("人口文件中有本区划以外的家庭")
        queries.require_known_place(division)
    return checked.as_of, checked.batches, checked.households, checked.persons


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
