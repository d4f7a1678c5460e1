"""With which keys a service's data were written, so that a start with a wrong or lost key is refused (密钥核对).

A known sentence is kept sealed with each key that was ever current, and the blind index of it. A ring that does not open
them would fail on the first person read, and another index key would find nobody, so that nothing kept claims apart.
"""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Session, SharedBase
from shared.personal import KeyRing, KeyRingError

__all__ = ["SealingKey", "require_ring"]

_SENTENCE = "兜底"
_PURPOSE = "sealing_key.proof"
_INDEX = ""
"""The name under which the blind index stands; a key has at least one letter."""


class SealingKey(SharedBase):
    """A key that data may be sealed with: its name, and the sentence that it seals."""

    __tablename__ = "sealing_key"
    __table_args__ = {
        "info": {"no_place": "A sentence that everybody knows, sealed; it tells of nobody", "append_only": ()}
    }

    name: Mapped[str] = mapped_column(primary_key=True)
    proof: Mapped[bytes]


def require_ring(session: Session, ring: KeyRing) -> None:
    """Raise ``KeyRingError`` unless the ring has every key that data were written with, and note its current one."""
    proofs = {row.name: row.proof for row in session.scalars(select(SealingKey))}
    if proofs.get(_INDEX, ring.index(_SENTENCE)) != ring.index(_SENTENCE):
        raise KeyRingError('The "index" of the key ring is not the one that the stored blind indexes were made with.')
    for name, proof in proofs.items():
        if name != _INDEX:
            ring.open(proof, _PURPOSE)
    known = [{"name": ring.current, "proof": ring.seal(_SENTENCE, _PURPOSE)}]
    known.append({"name": _INDEX, "proof": ring.index(_SENTENCE)})
    session.execute(insert(SealingKey).on_conflict_do_nothing(), known)
