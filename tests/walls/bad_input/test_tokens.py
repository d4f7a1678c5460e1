"""Tokens that are none, at the doors of all three services."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from shared import clock
from shared.tokens import Issuer
from tests.support.city import Apps
from tests.walls.bad_input.world import SECRET, World, refused

DOORS = (
    ("intake", "GET", "/v1/applications"), ("intake", "POST", "/v1/applications"),
    ("eligibility", "GET", "/v1/standards"), ("eligibility", "POST", "/v1/determinations"),
    ("alerts", "GET", "/v1/events"), ("alerts", "POST", "/v1/received-events"),
)  # fmt: skip


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def bad_tokens(issuer: Issuer) -> dict[str, str]:
    now = clock.now()

    def mint(by: Issuer = issuer, ago: timedelta = timedelta(), **claims: Any) -> str:
        return by.mint("TOWNSHIP_OFFICER", "510411101", now=now - ago, **claims)

    good = mint()
    head, claims, signature = good.split(".")
    other_key = ECKey.generate_key("P-256", {"kid": issuer.key.kid or ""})
    return {
        "expired": mint(ago=timedelta(hours=13)),
        "not yet valid": mint(ago=-timedelta(minutes=5)),
        "of another audience": mint(aud="other"),
        "of another issuer": mint(by=Issuer("https://other.example", issuer.key)),
        "signed by another": mint(by=Issuer(issuer.name, other_key)),
        "for another role than there is": issuer.mint("MAYOR", "510411101", now=now),
        "for another city": issuer.mint("TOWNSHIP_OFFICER", "5101", now=now),
        "alg none": f"{encoded({'alg': 'none', 'kid': issuer.key.kid})}.{claims}.",
        "alg HS256": f"{encoded({'alg': 'HS256', 'kid': issuer.key.kid})}.{claims}.{signature}",
        "changed": f"{head}.{encoded({'sub': SECRET, 'role': 'SERVICE'})}.{signature}",
        "without a signature": f"{head}.{claims}.",
        "cut short": good[:-4],
        "no token": SECRET,
        "of a megabyte": "x" * 1_000_000,
        "of other letters": "é.é.é",
    }


def test_no_door_opens_to_a_token_that_is_none(world: World, apps: Apps) -> None:
    tokens = bad_tokens(apps.issuer)

    with world.unchanged():
        for service, method, path in DOORS:
            client = getattr(world.city, service)
            for name, token in tokens.items():
                headers = {"Authorization": f"Bearer {token}".encode("latin-1")}
                answer = client.request(method, path, headers=headers)
                refused(answer, 401, "invalid_token")
                assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"', name


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic ZGV2Og==", "Token x", "Bearer\tx"])
def test_no_door_opens_without_a_token(world: World, header: str | None) -> None:
    for service, method, path in DOORS:
        headers = {} if header is None else {"Authorization": header}
        answer = getattr(world.city, service).request(method, path, headers=headers)
        refused(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"sub": "a\nb"}, "/sub"),
        ({"sub": "\x00"}, "/sub"),
        ({"division": "５104"}, "/division"),
        ({"division": SECRET}, "/division"),
        ({"grant_type": ""}, "/grant_type"),
    ],
)
def test_what_is_wrong_in_a_form_for_a_token_is_named(world: World, form: dict[str, str], field: str) -> None:
    asked = {"grant_type": "client_credentials", "client_id": "dev", "role": "TOWNSHIP_OFFICER"} | form

    refused(world.city.intake.post("/oauth2/token", data=asked), 400, "invalid_input", field)
