"""What-if over a population: files handed in, simulations, what is reckoned of them, the households they touch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import rls

revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    """Apply."""
    op.create_table('population',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('division', sa.Text(collation='C'), nullable=False),
    sa.Column('county', sa.Text(collation='C'), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('households', sa.BigInteger(), nullable=False),
    sa.Column('persons', sa.BigInteger(), nullable=False),
    sa.Column('chunks', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('file', sa.Text(collation='C'), nullable=False),
    sa.Column('sha256', sa.Text(collation='C'), nullable=False),
    sa.Column('made_by', sa.Text(collation='C'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population')),
    schema='eligibility'
    )
    rls.append_only_table(op, schema="eligibility", table="population", filled_later=(), added_in_place=True)
    op.create_index('ix_population_division_id', 'population', ['division', 'id'], unique=False, schema='eligibility')
    op.create_table('simulation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('division', sa.Text(collation='C'), nullable=False),
    sa.Column('county', sa.Text(collation='C'), nullable=False),
    sa.Column('population_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(collation='C'), nullable=False),
    sa.Column('state', sa.Text(collation='C'), nullable=False),
    sa.Column('request', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chunks', sa.Integer(), nullable=False),
    sa.Column('result', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('problem', sa.Text(collation='C'), nullable=True),
    sa.Column('made_by', sa.Text(collation='C'), nullable=False),
    sa.Column('made_for', sa.Text(collation='C'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')", name=op.f('ck_simulation_state')),
    sa.ForeignKeyConstraint(['population_id'], ['eligibility.population.id'], name=op.f('fk_simulation_population_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_simulation')),
    schema='eligibility'
    )
    rls.place_table(op, schema="eligibility", table="simulation")
    op.create_index('ix_simulation_division_id', 'simulation', ['division', 'id'], unique=False, schema='eligibility')
    op.create_table('simulation_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('simulation_id', sa.Uuid(), nullable=False),
    sa.Column('scenario', sa.Integer(), nullable=False),
    sa.Column('household', sa.Text(collation='C'), nullable=False),
    sa.Column('division', sa.Text(collation='C'), nullable=False),
    sa.Column('county', sa.Text(collation='C'), nullable=False),
    sa.Column('kind', sa.Text(collation='C'), nullable=False),
    sa.Column('before_fen', sa.BigInteger(), nullable=False),
    sa.Column('after_fen', sa.BigInteger(), nullable=False),
    sa.Column('programmes_before', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('programmes_after', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['simulation_id'], ['eligibility.simulation.id'], name=op.f('fk_simulation_change_simulation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_simulation_change')),
    schema='eligibility'
    )
    rls.place_table(op, schema="eligibility", table="simulation_change")
    op.create_index('ix_simulation_change_division_id', 'simulation_change', ['division', 'id'], unique=False, schema='eligibility')
    op.create_index('ix_simulation_change_simulation_id_scenario_id', 'simulation_change', ['simulation_id', 'scenario', 'id'], unique=False, schema='eligibility')
    op.create_table('simulation_chunk',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('simulation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('division', sa.Text(collation='C'), nullable=False),
    sa.Column('county', sa.Text(collation='C'), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('totals', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['simulation_id'], ['eligibility.simulation.id'], name=op.f('fk_simulation_chunk_simulation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_simulation_chunk')),
    sa.UniqueConstraint('simulation_id', 'number', name=op.f('uq_simulation_chunk_simulation_id_number')),
    schema='eligibility'
    )
    rls.place_table(op, schema="eligibility", table="simulation_chunk")


def downgrade() -> None:
    """Undo."""
    op.drop_table('simulation_chunk', schema='eligibility')
    op.drop_index('ix_simulation_change_simulation_id_scenario_id', table_name='simulation_change', schema='eligibility')
    op.drop_index('ix_simulation_change_division_id', table_name='simulation_change', schema='eligibility')
    op.drop_table('simulation_change', schema='eligibility')
    op.drop_index('ix_simulation_division_id', table_name='simulation', schema='eligibility')
    op.drop_table('simulation', schema='eligibility')
    op.drop_index('ix_population_division_id', table_name='population', schema='eligibility')
    op.drop_table('population', schema='eligibility')
