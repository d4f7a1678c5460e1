import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from services.intake.routes import tokens
from shared import clock
from shared.development import signing_key
from shared.identity import Role
from shared.tokens import Verifier
from tests.shared.web import sample
from tests.shared.web.test_problems import problem

GRANT = {"grant_type": "client_credentials"}
SECRET = "a-long-secret"
CLIENTS = {
    "alerts": {"secret": SECRET},
    "tianfu": {
        "secret_sha256": hashlib.sha256(SECRET.encode()).hexdigest(),
        "role": "PARTNER_SYSTEM",
        "division": "510400",
    },
}


@pytest.fixture
def sandbox(state_dir: Path) -> TestClient:
    """A development machine without configured clients."""
    return TestClient(sample.sample(routers=(tokens.router, sample.router), state_dir=state_dir))


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def production(tmp_path: Path) -> TestClient:
    """A production system with two configured clients."""
    secrets = {"signing_key": signing_key(""), "key_ring": "{}", "client_secret": "x", "clients": json.dumps(CLIENTS)}
    return TestClient(real(tmp_path, **secrets))


def real(tmp_path: Path, **secrets: str) -> Any:
    hidden = {name: SecretStr(value) for name, value in secrets.items()}
    return sample.sample(routers=(tokens.router, sample.router), state_dir=tmp_path, environment="production", **hidden)


def caller(client: TestClient, answer: Any) -> Any:
    verifier: Verifier = client.app.state.verifier  # type: ignore[attr-defined]
    return verifier.caller(answer.json()["access_token"], now=clock.now())


def test_a_development_machine_gives_any_role_to_anybody(sandbox: TestClient) -> None:
    asked = {"client_id": "dev", "role": "COUNTY_LEADER", "division": "510411", "sub": "wang"}

    answer = sandbox.post("/oauth2/token", data={**GRANT, **asked})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert {name: answer.json()[name] for name in ("token_type", "expires_in")} == {
        "token_type": "Bearer",
        "expires_in": 43200,
    }
    found = caller(sandbox, answer)
    assert (found.subject, found.role, found.division) == ("wang", Role.COUNTY_LEADER, "510411")


def test_a_token_opens_the_service(sandbox: TestClient) -> None:
    token = sandbox.post("/oauth2/token", data={**GRANT, "client_id": "dev"}).json()["access_token"]

    answer = sandbox.get("/v1/things/moment", headers={"Authorization": f"Bearer {token}"})

    assert answer.json()["division"] == "5104"


def test_a_token_that_no_service_would_take_is_not_given(sandbox: TestClient) -> None:
    for wrong in ({"role": "VILLAGER"}, {"role": "MAYOR"}, {"division": "5101"}):
        answer = sandbox.post("/oauth2/token", data={**GRANT, "client_id": "dev", **wrong})

        assert problem(answer, 400, "invalid_token_request")["error"] == "invalid_request"


@pytest.mark.parametrize("by_form", [True, False])
def test_a_configured_client_shows_its_secret(production: TestClient, by_form: bool) -> None:
    if by_form:
        answer = production.post("/oauth2/token", data={**GRANT, "client_id": "alerts", "client_secret": SECRET})
    else:
        answer = production.post("/oauth2/token", data=GRANT, auth=("alerts", SECRET))

    found = caller(production, answer)
    assert (found.subject, found.role, found.division) == ("service:alerts", Role.SERVICE, "5104")
    assert answer.json()["expires_in"] == 3600


def test_a_partner_has_the_role_it_was_given_and_no_other(production: TestClient) -> None:
    asked = {**GRANT, "role": "SERVICE", "division": "51"}

    answer = production.post("/oauth2/token", data=asked, auth=("tianfu", SECRET))

    found = caller(production, answer)
    assert (found.role, found.division, found.client_id) == (Role.PARTNER_SYSTEM, "5104", "tianfu")


def test_a_scope_beyond_the_role_is_refused_and_a_narrower_one_given(production: TestClient) -> None:
    def ask(scope: str) -> Any:
        return production.post("/oauth2/token", data={**GRANT, "scope": scope}, auth=("tianfu", SECRET))

    assert problem(ask("payments:approve"), 400, "invalid_scope")["error"] == "invalid_scope"
    assert caller(production, ask("events:read")).scopes == {"events:read"}


@pytest.mark.parametrize("credentials", [("alerts", "wrong"), ("nobody", SECRET), ("dev", ""), ("alerts", "")])
def test_a_wrong_secret_or_name_is_refused_alike(production: TestClient, credentials: tuple[str, str]) -> None:
    answer = production.post("/oauth2/token", data=GRANT, auth=credentials)

    assert problem(answer, 401, "invalid_client")["error"] == "invalid_client"
    assert answer.headers["www-authenticate"] == 'Basic realm="doudi"'


def test_production_without_clients_gives_no_tokens(tmp_path: Path) -> None:
    secrets = {"signing_key": signing_key(""), "key_ring": "{}", "client_secret": "x"}
    closed = TestClient(real(tmp_path, **secrets))

    problem(closed.post("/oauth2/token", data={**GRANT, "client_id": "dev"}), 403, "tokens_not_issued_here")
    assert closed.get("/.well-known/jwks.json").json() == {"keys": []}


def test_other_grants_are_not_known(sandbox: TestClient) -> None:
    answer = sandbox.post("/oauth2/token", data={"grant_type": "password", "client_id": "dev"})

    assert problem(answer, 400, "unsupported_grant_type")["error"] == "unsupported_grant_type"
    problem(sandbox.post("/oauth2/token", data={}), 400, "invalid_input")
    problem(sandbox.post("/oauth2/token", json=GRANT), 415, "unsupported_media_type")


def test_the_keys_are_public_and_only_public(sandbox: TestClient) -> None:
    (key,) = sandbox.get("/.well-known/jwks.json").json()["keys"]

    assert {"kty", "kid", "crv", "x", "y", "alg", "use"} == set(key)


def test_the_metadata_names_the_endpoints(sandbox: TestClient) -> None:
    metadata = sandbox.get("/.well-known/oauth-authorization-server").json()

    assert metadata["issuer"] == "http://127.0.0.1:8001"
    assert metadata["token_endpoint"] == "http://127.0.0.1:8001/oauth2/token"
    assert metadata["jwks_uri"] == "http://127.0.0.1:8001/.well-known/jwks.json"
    assert "applications:read" in metadata["scopes_supported"]
