"""Who sees a person, who sees his own household, and who is a beneficiary where."""

from alembic import op

revision = "0002"
down_revision = "0001"

_NOT_A_VILLAGER = "coalesce(current_setting('doudi.person', true), '') = ''"

# What a caller may not read, but the service must ask: the functions run as owner and answer with one thing each.
_FUNCTIONS = {
    "find_people(wanted_county text, wanted_indexes bytea[]) returns table (found_index bytea, found_id uuid)": (
        "select id_number_index, id from intake.person "
        "where county = wanted_county and id_number_index = any(wanted_indexes) order by id for update"
    ),
    "own_households() returns setof uuid": (
        "select household_id from intake.household_member "
        "where person_id = nullif(current_setting('doudi.person', true), '')::uuid and to_on is null"
    ),
    "own_people() returns setof uuid": (
        "select person_id from intake.household_member where household_id in (select intake.own_households())"
    ),
    "own_applications() returns setof uuid": (
        "select id from intake.application where household_id in (select intake.own_households())"
    ),
    "own_benefits() returns setof uuid": (
        "select id from intake.benefit where household_id in (select intake.own_households())"
    ),
    "own_things() returns setof uuid": "select intake.own_applications() union all select intake.own_benefits()",
    "claims_of(wanted_indexes bytea[]) returns table (claimed_by bytea, claimed_programme text, claimed_county text)": (
        "select distinct id_number_index, programme, county from intake.programme_claim "
        "where id_number_index = any(wanted_indexes) order by id_number_index, programme"
    ),
    "release_claims(wanted_benefit uuid) returns void": (
        "delete from intake.programme_claim where benefit_id = wanted_benefit"
    ),
}
# The key on person and exclusion group decides who was first. All take the rows in one order, so that two decisions about
# the same people wait for one another and never crosswise. Nothing comes back when the claim is made; else what stands
# in the way, and the caller rolls back.
_MAKE_CLAIMS = """
    create function intake.make_claims(
        new_indexes bytea[], new_groups text[], new_programme text, new_county text, new_benefit uuid
    )
    returns table (claimed_by bytea, claimed_programme text, claimed_county text)
    language plpgsql security definer set search_path = '' as $$
    begin
        insert into intake.programme_claim (id_number_index, exclusion_group, programme, county, benefit_id)
        select new_index, new_group, new_programme, new_county, new_benefit
        from unnest(new_indexes) new_index cross join unnest(new_groups) new_group
        order by new_index, new_group
        on conflict (id_number_index, exclusion_group) do nothing;
        return query
            select id_number_index, programme, county from intake.programme_claim
            where id_number_index = any(new_indexes) and exclusion_group = any(new_groups) and benefit_id <> new_benefit
            order by id_number_index limit 1;
    end $$
"""
_MAKE_CLAIMS_SIGNATURE = "make_claims(bytea[], text[], text, text, uuid)"
# What a villager sees of a table beside the place: what hangs on the household he lives in now. Notices are public.
_OWN = {
    "household": ("id", "own_households"),
    "household_member": ("household_id", "own_households"),
    "case": ("household_id", "own_households"),
    "application": ("household_id", "own_households"),
    "benefit": ("household_id", "own_households"),
    "application_member": ("application_id", "own_applications"),
    "application_document": ("application_id", "own_applications"),
    "determination": ("application_id", "own_applications"),
    "determination_asked": ("application_id", "own_applications"),
    "decision_line": ("application_id", "own_applications"),
    "clock": ("application_id", "own_applications"),
    "clock_suspension": ("application_id", "own_applications"),
    "benefit_month": ("benefit_id", "own_benefits"),
    "payment_line": ("benefit_id", "own_benefits"),
    "transition": ("thing_id", "own_things"),
    "disclosure": ("person_id", "own_people"),
}


def upgrade() -> None:
    """Apply."""
    op.execute("create sequence intake.register_number")
    op.execute("grant usage on sequence intake.register_number to doudi_intake")
    for signature, body in _FUNCTIONS.items():
        kind = "volatile" if body.startswith("delete") or body.endswith("for update") else "stable"
        op.execute(
            f"create function intake.{signature} language sql {kind} security definer set search_path = '' as $${body}$$"
        )
        _only_for_intake(signature.split(" returns ")[0])
    op.execute(_MAKE_CLAIMS)
    _only_for_intake(_MAKE_CLAIMS_SIGNATURE)
    op.execute("revoke all on intake.programme_claim from doudi_intake")
    _people()
    for table, (column, function) in _OWN.items():
        op.execute(
            f'create policy own on intake."{table}" as restrictive for select to doudi_intake '
            f"using ({_NOT_A_VILLAGER} or {column} in (select intake.{function}()))"
        )


def _only_for_intake(function: str) -> None:
    op.execute(f"revoke all on function intake.{function} from public")
    op.execute(f"grant execute on function intake.{function} to doudi_intake")


def _people() -> None:
    """Let a person be seen through the households one sees; a new one is written for the county one works in."""
    op.execute("alter table intake.person enable row level security")
    op.execute("alter table intake.person force row level security")
    op.execute("create policy owner on intake.person to current_user using (true)")
    op.execute(
        "create policy seen on intake.person for select to doudi_intake using "
        "(id in (select person_id from intake.household_member))"
    )
    op.execute(
        "create policy changed on intake.person for update to doudi_intake using "
        "(id in (select person_id from intake.household_member))"
    )
    mine = "county ^@ any (select left(place, 6) from unnest(string_to_array(current_setting('doudi.places', true), ',')) place)"
    op.execute(f"create policy added on intake.person for insert to doudi_intake with check ({mine})")


def downgrade() -> None:
    """Undo."""
    for table in _OWN:
        op.execute(f'drop policy own on intake."{table}"')
    for policy in ("added", "changed", "seen", "owner"):
        op.execute(f"drop policy {policy} on intake.person")
    op.execute("alter table intake.person no force row level security")
    op.execute("alter table intake.person disable row level security")
    op.execute("grant select, insert, update, delete on intake.programme_claim to doudi_intake")
    op.execute(f"drop function intake.{_MAKE_CLAIMS_SIGNATURE}")
    for signature in reversed(_FUNCTIONS):
        op.execute(f"drop function intake.{signature.split(' returns ')[0]}")
    op.execute("drop sequence intake.register_number")
