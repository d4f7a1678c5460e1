"""A record of a person belongs to the place and the hands that keep it; nobody is joined to one he may not see."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MY_PLACES = "select place from unnest(string_to_array(current_setting('doudi.places', true), ',')) place"
_OLD_KEY, _NEW_KEY = "uq_person_county_id_number_index", "uq_person_id_number_index_kept_in_kept_by"

# What a caller keeps himself, though no household shows it to him now, and his own record: by number, its id alone.
_FIND_KEPT = """
    create function intake.find_kept(wanted_place text, wanted_keeper text, wanted_indexes bytea[])
    returns table (found_index bytea, found_id uuid)
    language sql volatile security definer set search_path = '' as $$
        select id_number_index, id from intake.person
        where id_number_index = any(wanted_indexes)
          and ((kept_in = wanted_place and kept_by = wanted_keeper)
               or id = nullif(current_setting('doudi.person', true), '')::uuid)
        order by id for update
    $$
"""
_FIND_PEOPLE = """
    create function intake.find_people(wanted_county text, wanted_indexes bytea[])
    returns table (found_index bytea, found_id uuid)
    language sql volatile security definer set search_path = '' as $$
        select id_number_index, id from intake.person
        where county = wanted_county and id_number_index = any(wanted_indexes) order by id for update
    $$
"""


def upgrade() -> None:
    """Apply. A record that two places share already stays with the one that made it first."""
    op.add_column("person", sa.Column("kept_in", sa.Text(collation="C"), nullable=True), schema="intake")
    op.add_column("person", sa.Column("kept_by", sa.Text(collation="C"), nullable=True), schema="intake")
    op.execute(
        """
        update intake.person set kept_by = '', kept_in = coalesce(
            (select division from intake.household_member where person_id = person.id order by id limit 1), county)
        """
    )
    op.alter_column("person", "kept_in", nullable=False, schema="intake")
    op.alter_column("person", "kept_by", nullable=False, schema="intake")
    op.drop_constraint(_OLD_KEY, "person", schema="intake", type_="unique")
    op.create_unique_constraint(_NEW_KEY, "person", ["id_number_index", "kept_in", "kept_by"], schema="intake")
    op.execute("drop policy added on intake.person")
    op.execute(
        f"create policy added on intake.person for insert to doudi_intake with check (kept_in ^@ any ({_MY_PLACES}))"
    )
    op.execute("drop function intake.find_people(text, bytea[])")
    _add_function(_FIND_KEPT, "find_kept(text, text, bytea[])")


def downgrade() -> None:
    """Undo. Fails where a county has come to have two records of one number: they cannot be made one again."""
    op.execute("drop function intake.find_kept(text, text, bytea[])")
    _add_function(_FIND_PEOPLE, "find_people(text, bytea[])")
    op.execute("drop policy added on intake.person")
    mine = f"county ^@ any ({_MY_PLACES.replace('select place', 'select left(place, 6)')})"
    op.execute(f"create policy added on intake.person for insert to doudi_intake with check ({mine})")
    op.drop_constraint(_NEW_KEY, "person", schema="intake", type_="unique")
    op.create_unique_constraint(_OLD_KEY, "person", ["county", "id_number_index"], schema="intake")
    op.drop_column("person", "kept_by", schema="intake")
    op.drop_column("person", "kept_in", schema="intake")


def _add_function(body: str, signature: str) -> None:
    op.execute(body)
    op.execute(f"revoke all on function intake.{signature} from public")
    op.execute(f"grant execute on function intake.{signature} to doudi_intake")
