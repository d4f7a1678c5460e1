"""Personal data at rest: sealed for a purpose, masked, never shown by accident, openable after rotation."""

import base64
import copy
import json
import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, create_engine, insert, select, type_coerce

from shared import personal
from shared.masks import mask_address, mask_bank_account, mask_id_number, mask_name, mask_phone
from shared.personal import KeyRing, KeyRingError, Sealed, Secret, blind_index, install, reseal
from tests.support.database import Database


def key(fill: int, size: int = 32) -> str:
    return base64.b64encode(bytes([fill]) * size).decode()


def ring(current: str = "k1", index: object = key(9), **keys: object) -> KeyRing:
    return KeyRing.parse(json.dumps({"current": current, "keys": {"k1": key(1)} | keys, "index": index}))


SM4 = {"algorithm": "SM4-GCM", "key": key(2, 16)}


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    before = personal._installed  # noqa: SLF001  put back afterwards
    install(ring())
    yield
    personal._installed = before  # noqa: SLF001


@given(st.text(), st.sampled_from([ring(), ring("k2", k2=SM4)]))
def test_what_is_sealed_opens_to_the_same(text: str, keys: KeyRing) -> None:
    assert keys.open(keys.seal(text, "person.phone"), "person.phone") == text


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert ring().seal("x", "a") != ring().seal("x", "a")


def test_what_is_stored_does_not_hold_the_value() -> None:
    assert b"13800000000" not in ring().seal("13800000000", "person.phone")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealed = ring().seal("13800000000", "person.phone")

    with pytest.raises(KeyRingError):
        ring().open(sealed, "person.bank_account")


@pytest.mark.parametrize("place", [0, 1, 2, 4, 10, 20, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(ring().seal("13800000000", "person.phone"))
    sealed[place] ^= 1

    with pytest.raises(KeyRingError):
        ring().open(bytes(sealed), "person.phone")


@given(st.binary(max_size=80))
def test_whatever_bytes_stand_there_the_answer_is_a_clear_error(sealed: bytes) -> None:
    for start in (b"", b"\x01\x02"):
        with pytest.raises(KeyRingError):
            ring().open(start + sealed, "person.phone")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x02k1", b"13800000000"])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(KeyRingError, match="form"):
        ring().open(sealed, "person.phone")


def test_a_lost_key_is_named_and_nothing_else() -> None:
    sealed = ring("k2", k2=key(2)).seal("13800000000", "person.phone")

    with pytest.raises(KeyRingError, match="'k2', which is not in the key ring") as refusal:
        ring().open(sealed, "person.phone")
    assert "138" not in str(refusal.value)


def test_a_wrong_key_under_the_right_name_is_said_to_be_wrong() -> None:
    sealed = ring("k2", k2=key(2)).seal("13800000000", "person.phone")

    with pytest.raises(KeyRingError, match="not the one that sealed them") as refusal:
        ring("k2", k2=key(3)).open(sealed, "person.phone")
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"current": "k1", "keys": {}, "index": ""}',
        json.dumps({"current": "k2", "keys": {"k1": key(1)}, "index": key(9)}),
        json.dumps({"current": "k1", "keys": {"k1": key(1, 16)}, "index": key(9)}),
        json.dumps({"current": "k1", "keys": {"k1": "§"}, "index": key(9)}),
        json.dumps({"current": "k1", "keys": {"k1": {"algorithm": "DES", "key": key(1)}}, "index": key(9)}),
        json.dumps({"current": "k1", "keys": {"k1": key(1)}, "index": key(9, 8)}),
        json.dumps({"current": "k1", "keys": {"k1": key(1)}, "index": {"algorithm": "MD5", "key": key(9)}}),
    ],
)
def test_a_malformed_ring_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(KeyRingError) as refusal:
        KeyRing.parse(text)
    assert key(1)[:10] not in str(refusal.value)


def test_without_a_ring_nothing_works_and_the_message_says_what_to_set() -> None:
    personal._installed = None  # noqa: SLF001

    with pytest.raises(KeyRingError, match="DOUDI_KEY_RING"):
        blind_index("x")


def test_the_ring_does_not_show_its_keys() -> None:
    assert repr(ring("k2", k2=SM4)) == "KeyRing(current='k2', keys=['k1', 'k2'])"


def test_equal_values_have_equal_indexes_and_only_under_the_same_key() -> None:
    assert ring().index("a") == ring().index("a") != ring().index("b")
    assert ring().index("a") != ring(index=key(8)).index("a")
    assert ring().index("a") != ring(index={"algorithm": "HMAC-SM3", "key": key(9)}).index("a")
    assert len(ring(index={"algorithm": "HMAC-SM3", "key": key(9)}).index("a")) == 32


def test_rotation_seals_anew_what_another_key_sealed() -> None:
    old = ring().seal("13800000000", "person.phone")
    install(ring("k2", k2=SM4))

    new = reseal(old, purpose="person.phone")

    assert new is not None
    assert new[2:4] == b"k2"
    assert reseal(new, purpose="person.phone") is None
    assert ring("k2", k2=SM4).open(new, "person.phone") == "13800000000"


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("13800000000", mask_phone)

    assert "138" not in f"{secret} {secret!r}"
    assert secret.masked == "138****0000"
    assert secret.reveal() == "13800000000"
    assert copy.deepcopy(secret) is secret
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secrets_are_equal_by_value() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
    assert Secret("a") != "a"


def test_a_column_stores_sealed_bytes_and_returns_secrets(database: Database) -> None:
    engine = create_engine(database.superuser_url)
    table = Table("t", MetaData(), Column("id", Text), Column("phone", Sealed("t.phone", mask_phone)))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"id": "1", "phone": Secret("13800000000")}, {"id": "2", "phone": None}])
        read = connection.execute(select(table.c.phone).order_by(table.c.id)).scalars().all()
        raw = connection.execute(select(type_coerce(table.c.phone, LargeBinary))).scalars().first()
    engine.dispose()

    assert [secret and secret.masked for secret in read] == ["138****0000", None]
    assert raw is not None
    assert raw.startswith(b"\x01\x02k1")


def test_a_column_takes_nothing_in_the_clear() -> None:
    with pytest.raises(TypeError, match=r"t\.phone takes a Secret"):
        Sealed("t.phone").process_bind_param("13800000000", None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mask", "text", "masked"),
    [
        (mask_id_number, "510402199003071234", "510402********1234"),
        (mask_id_number, "51040219900307123X", "510402********123X"),
        (mask_id_number, "5104", "****"),
        (mask_phone, "13800000000", "138****0000"),
        (mask_phone, "3320000", "*******"),
        (mask_phone, "0812-3320000", "081*****0000"),
        (mask_bank_account, "6222020200001234", "************1234"),
        (mask_bank_account, "12345", "*****"),
        (mask_name, "张三", "张*"),
        (mask_name, "张小三", "张*三"),
        (mask_name, "阿尔木呷", "阿**呷"),
        (mask_name, "张", "张*"),
        (mask_address, "四川省攀枝花市仁和区大龙潭彝族乡混撒拉村3组20号", "四川省攀枝花市仁和区大龙潭彝族乡******"),
        (mask_address, "攀枝花市东区炳草岗街道人民街20号", "攀枝花市东区炳草岗街道******"),
        (mask_address, "攀枝花市东区人民街20号", "攀枝花市东区******"),
        (mask_address, "混撒拉村3组20号", "******"),
    ],
)
def test_masks(mask: personal.Mask, text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text(max_size=30))
def test_no_mask_shows_a_whole_number(text: str) -> None:
    for mask in (mask_id_number, mask_phone, mask_bank_account, mask_address):
        assert not text or mask(text) != text or set(text) <= {"*"}
