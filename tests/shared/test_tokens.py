import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from shared import clock, tokens
from shared.identity import SCOPES_OF, Role
from shared.settings import CommonSettings
from shared.tokens import InvalidToken, Issuer, Verifier, caller_of, division_of

NAME = "https://issuer.example"
KEY = ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256"})
CLAIMS: dict[str, Any] = {"sub": "li", "role": "TOWNSHIP_OFFICER", "division": "510411101"}
NOW = clock.now()


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(NAME, KEY)


@pytest.fixture
def verifier(issuer: Issuer) -> Verifier:
    return Verifier(NAME, issuer.jwks)


def encoded(header: dict[str, Any], key: Any, **claims: Any) -> str:
    body = {"iss": NAME, "aud": "doudi", "exp": int(NOW.timestamp()) + 60, **CLAIMS, **claims}
    return jwt.encode({"kid": "one", **header}, body, key, [header["alg"]], tokens._REGISTRY)  # noqa: SLF001


def refused(verifier: Verifier, token: str, *, now: datetime = NOW) -> None:
    with pytest.raises(InvalidToken):
        verifier.caller(token, now=now)


def test_a_minted_token_tells_who_calls(issuer: Issuer, verifier: Verifier) -> None:
    person = uuid4()
    token = issuer.mint(
        "VILLAGER", "510411101002", now=NOW, subject="zhang", name="张三", person=person, client_id="app"
    )

    caller = verifier.caller(token, now=NOW)

    assert (caller.subject, caller.name, caller.role) == ("zhang", "张三", Role.VILLAGER)
    assert (caller.division, caller.person, caller.client_id) == ("510411101002", person, "app")
    assert caller.scopes == SCOPES_OF[Role.VILLAGER]


def test_the_scope_of_a_token_narrows_and_never_widens(issuer: Issuer, verifier: Verifier) -> None:
    token = issuer.mint("AUDITOR", "5104", now=NOW, scope="audit:read payments:approve")

    assert verifier.caller(token, now=NOW).scopes == {"audit:read"}


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (OKPKey.generate_key("Ed25519", {"kid": "one"}), "EdDSA"),
        (OKPKey.generate_key("Ed25519", {"kid": "one"}), "Ed25519"),
        (RSAKey.generate_key(2048, {"kid": "one"}), "RS256"),
        (KEY, "ES256"),
    ],
)
def test_the_algorithms_that_issuers_use_are_read(key: Any, algorithm: str) -> None:
    verifier = Verifier(NAME, Issuer(NAME, key).jwks)

    assert verifier.caller(encoded({"alg": algorithm}, key), now=NOW).subject == "li"


def test_a_token_lives_until_a_minute_after_its_end(issuer: Issuer, verifier: Verifier) -> None:
    token = issuer.mint("AUDITOR", "5104", now=NOW, hours=1)
    end = NOW + timedelta(hours=1)

    assert verifier.caller(token, now=end + timedelta(seconds=58))
    refused(verifier, token, now=end + timedelta(seconds=61))


def test_a_remembered_token_dies_in_time(issuer: Issuer, verifier: Verifier) -> None:
    token = issuer.mint("AUDITOR", "5104", now=NOW, hours=1)
    late = NOW + timedelta(hours=1, seconds=50)

    assert verifier.caller(token, now=late) == verifier.remembered(token, now=late)
    assert verifier.remembered(token, now=late + timedelta(seconds=11)) is None


def test_a_token_of_the_future_waits(issuer: Issuer, verifier: Verifier) -> None:
    token = issuer.mint("AUDITOR", "5104", now=NOW + timedelta(seconds=90))

    refused(verifier, token)
    assert verifier.caller(token, now=NOW + timedelta(seconds=31))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["other"]},
        {"exp": None},
        {"exp": "soon"},
        {"sub": None},
        {"sub": ""},
        {"role": "MAYOR"},
        {"role": None},
        {"role": ["AUDITOR"]},
        {"division": None},
        {"division": "5101"},
        {"scope": ["audit:read"]},
        {"person": "x"},
        {"name": "a\nb"},
        {"role": "VILLAGER"},
    ],
)
def test_what_does_not_fit_is_refused(verifier: Verifier, claims: dict[str, Any]) -> None:
    refused(verifier, encoded({"alg": "ES256"}, KEY, **claims))


def test_an_audience_among_several_is_enough(verifier: Verifier) -> None:
    assert verifier.caller(encoded({"alg": "ES256"}, KEY, aud=["other", "doudi"]), now=NOW)


def test_another_key_of_the_same_name_is_refused(verifier: Verifier) -> None:
    other = ECKey.generate_key("P-256", {"kid": "one"})

    refused(verifier, encoded({"alg": "ES256"}, other))


def test_an_unknown_key_is_refused(verifier: Verifier) -> None:
    refused(verifier, encoded({"alg": "ES256", "kid": "two"}, KEY))


def test_no_signature_is_no_token(verifier: Verifier) -> None:
    head, body, _ = encoded({"alg": "ES256"}, KEY).split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"one"}').decode().rstrip("=")

    refused(verifier, f"{none}.{body}.")
    refused(verifier, f"{head}.{body}.")


def test_a_public_key_used_as_a_shared_secret_is_refused(verifier: Verifier) -> None:
    public = json.dumps(KEY.as_dict(private=False)).encode()
    forged = encoded({"alg": "ES256"}, KEY)
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').decode().rstrip("=")
    signed = f"{head}.{forged.split('.')[1]}"
    signature = base64.urlsafe_b64encode(hmac.new(public, signed.encode(), hashlib.sha256).digest()).decode()

    refused(verifier, f"{signed}.{signature.rstrip('=')}")
    shared = OctKey.generate_key(256, {"kid": "one"})
    refused(verifier, jwt.encode({"alg": "HS256", "kid": "one"}, {**CLAIMS}, shared, ["HS256"]))


def test_another_kind_of_token_is_refused(verifier: Verifier) -> None:
    refused(verifier, encoded({"alg": "ES256", "typ": "logout+jwt"}, KEY))


@pytest.mark.parametrize("text", ["", ".", "..", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", "x" * 100_000])
def test_what_is_no_token_is_refused(verifier: Verifier, text: str) -> None:
    refused(verifier, text)


def test_new_keys_of_the_issuer_are_fetched_when_a_token_names_one() -> None:
    new = ECKey.generate_key("P-256", {"kid": "two", "alg": "ES256"})
    published, asked = [KEY], [0]

    def source() -> dict[str, Any]:
        asked[0] += 1
        return {"keys": [key.as_dict(private=False) for key in published]}

    verifier = Verifier(NAME, source)
    verifier.caller(encoded({"alg": "ES256"}, KEY), now=NOW)
    published.append(new)
    token = encoded({"alg": "ES256", "kid": "two"}, new)

    refused(verifier, token, now=NOW + timedelta(seconds=5))  # asked a moment ago: a flood of bad tokens asks nothing
    assert asked == [1]
    assert verifier.caller(token, now=NOW + timedelta(seconds=35)).subject == "li"
    assert asked == [2]


@pytest.mark.parametrize(
    ("given", "prefix"),
    [
        ("51", "51"),
        ("510000", "51"),
        ("5104", "5104"),
        ("510400", "5104"),
        ("510400000000", "5104"),
        ("510411", "510411"),
        ("510411000", "510411"),
        ("510411101", "510411101"),
        ("510411101000", "510411101"),
        ("510411101002", "510411101002"),
    ],
)
def test_a_division_is_the_prefix_of_its_place(given: str, prefix: str) -> None:
    assert division_of(given) == prefix


@pytest.mark.parametrize(
    "given",
    ["", "5", "510", "51041", "5101", "510100", "52", "440000", "5104111", "510411101 ", "５１０４", None, 5104, "%"],
)
def test_a_place_outside_the_city_is_refused(given: object) -> None:
    with pytest.raises(InvalidToken):
        division_of(given)


def test_a_villager_without_a_person_is_refused_and_others_need_none() -> None:
    with pytest.raises(InvalidToken):
        caller_of({**CLAIMS, "role": "VILLAGER"})

    assert caller_of(CLAIMS).person is None


def test_the_command_prints_a_token_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("DOUDI_ENVIRONMENT", "development")
    monkeypatch.delenv("DOUDI_SIGNING_KEY_FILE", raising=False)

    tokens.main(["mint", "TOWNSHIP_OFFICER", "510411101", "--sub", "li", "--hours", "2"])

    settings = CommonSettings(environment="development", state_dir=tmp_path)
    verifier = tokens.verifier_of(settings, fetch=lambda _: {})
    caller = verifier.caller(capsys.readouterr().out.strip(), now=clock.now())
    assert (caller.subject, caller.role, caller.division) == ("li", Role.TOWNSHIP_OFFICER, "510411101")
    assert (tmp_path / "secrets" / "signing_key").stat().st_mode & 0o777 == 0o600


def test_the_command_mints_nothing_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_ENVIRONMENT", "production")

    with pytest.raises(SystemExit, match="开发环境"):
        tokens.main(["mint", "AUDITOR", "5104"])
