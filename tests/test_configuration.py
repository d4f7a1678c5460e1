"""The table of variables says what the settings classes say, and settings refuse what must not run."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from services.alerts.config import Settings as Alerts
from services.eligibility.config import Settings as Eligibility
from services.intake.config import Settings as Intake
from shared.container_secrets import container_secrets
from shared.development import development_environment
from shared.settings import BaseDoudiSettings, CommonSettings, OwnerSettings, RunSettings, is_secret, variable_of

ROOT = Path(__file__).parent.parent
CLASSES: tuple[type[BaseDoudiSettings], ...] = (Intake, Eligibility, Alerts, OwnerSettings, RunSettings)


def rows_of_the_settings() -> list[str]:
    """One row of the table for each variable, in the order of the classes."""
    found: dict[str, tuple[str, list[str], bool]] = {}
    for settings in CLASSES:
        for name, field in settings.model_fields.items():
            default = "" if field.default in (None, "", PydanticUndefined) else f"`{_plain(field.default)}`"
            row = found.setdefault(variable_of(settings, name), (str(field.title), [], is_secret(field)))
            if default and default not in row[1]:
                row[1].append(default)
    return [
        f"| `{variable}` | {title} | {' / '.join(defaults)} | {'`_FILE`' if secret else ''} |"
        for variable, (title, defaults, secret) in found.items()
    ]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see none of the variables of the person who runs them."""
    for settings in CLASSES:
        for name in settings.model_fields:
            for suffix in ("", "_FILE"):
                monkeypatch.delenv(f"{variable_of(settings, name)}{suffix}", raising=False)


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


PRODUCTION = {
    "DOUDI_INTAKE_DATABASE_URL": "postgresql://doudi_intake:x@db/doudi",
    "DOUDI_KEY_RING": "{}",
    "DOUDI_CLIENT_SECRET": "x",
    "DOUDI_JWKS_URL": "https://issuer/jwks.json",
}


def test_the_table_lists_every_variable_of_the_settings_and_no_other():
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    written = [line for line in text.splitlines() if re.match(r"\| `(DOUDI_|DATABASE_URL)", line)]

    assert written == rows_of_the_settings()


def test_every_variable_named_in_the_operational_files_exists():
    known = {variable_of(settings, name) for settings in CLASSES for name in settings.model_fields}
    files = [ROOT / name for name in ("Makefile", "Dockerfile", "docker-compose.yml", "deploy/doudi.env.example")]
    compose_only = {"DOUDI_VERSION"}

    named = {word for file in files for word in re.findall(r"\bDOUDI_[A-Z_]+\b", file.read_text(encoding="utf-8"))}

    assert {name.removesuffix("_FILE") for name in named} - compose_only <= known


def test_every_variable_read_outside_the_settings_is_one_of_them():
    known = {variable_of(settings, name) for settings in CLASSES for name in settings.model_fields}
    sources = [file for room in ("shared", "services", "migrations") for file in (ROOT / room).rglob("*.py")]

    read = {word for file in sources for word in re.findall(r"\"(DOUDI_[A-Z_]+)\"", file.read_text(encoding="utf-8"))}

    assert {name.removesuffix("_FILE") for name in read} <= known


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "ring").write_text('{"current": "k1"}\n', encoding="utf-8")
    set_all(monkeypatch, {**PRODUCTION, "DOUDI_KEY_RING_FILE": str(tmp_path / "ring")})
    monkeypatch.delenv("DOUDI_KEY_RING")

    settings = Intake()

    assert settings.key_ring is not None
    assert settings.key_ring.get_secret_value() == '{"current": "k1"}'


def test_a_secret_given_twice_is_refused(monkeypatch, tmp_path):
    (tmp_path / "ring").write_text("{}", encoding="utf-8")
    set_all(monkeypatch, {**PRODUCTION, "DOUDI_KEY_RING_FILE": str(tmp_path / "ring")})

    with pytest.raises(ValueError, match="DOUDI_KEY_RING 与 DOUDI_KEY_RING_FILE 只能设置其中一个"):
        Intake()


def test_a_secret_file_that_is_missing_is_named(monkeypatch, tmp_path):
    set_all(monkeypatch, {**PRODUCTION, "DOUDI_SIGNING_KEY_FILE": str(tmp_path / "nowhere")})

    with pytest.raises(ValueError, match="无法读取 DOUDI_SIGNING_KEY_FILE 指向的文件"):
        Intake()


def test_only_a_secret_comes_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "host").write_text("0.0.0.0", encoding="utf-8")
    set_all(monkeypatch, {**PRODUCTION, "DOUDI_HOST_FILE": str(tmp_path / "host")})

    assert Intake().host == "127.0.0.1"


def test_the_default_environment_is_production():
    assert CommonSettings.model_fields["environment"].default == "production"


def test_production_starts_with_its_own_secrets(monkeypatch):
    set_all(monkeypatch, PRODUCTION)

    assert Intake().environment == "production"


@pytest.mark.parametrize("missing", ["DOUDI_KEY_RING", "DOUDI_CLIENT_SECRET", "DOUDI_JWKS_URL"])
def test_production_does_not_start_without(missing, monkeypatch):
    set_all(monkeypatch, {name: value for name, value in PRODUCTION.items() if name != missing})

    with pytest.raises(ValidationError, match=f"生产环境缺少必需的配置：{missing}"):
        Intake()


def test_a_service_does_not_start_without_a_database(monkeypatch):
    set_all(monkeypatch, {name: value for name, value in PRODUCTION.items() if "DATABASE" not in name})

    with pytest.raises(ValueError, match="请设置 DOUDI_INTAKE_DATABASE_URL"):
        Intake()


@pytest.mark.parametrize("name", ["DOUDI_KEY_RING", "DOUDI_CLIENT_SECRET", "DOUDI_SIGNING_KEY", "DOUDI_CLIENTS"])
def test_production_refuses_the_development_secret(name, monkeypatch, tmp_path):
    made = development_environment(tmp_path)
    value = made.get(name) or Path(made[f"{name}_FILE"]).read_text(encoding="utf-8")
    set_all(monkeypatch, {**PRODUCTION, name: value})

    with pytest.raises(ValidationError, match=f"生产环境不得使用开发密钥：{name}"):
        Intake()


def test_an_error_of_the_settings_shows_no_secret(monkeypatch):
    set_all(monkeypatch, {**PRODUCTION, "DOUDI_CLIENT_SECRET": "development-abc", "DOUDI_POOL_SIZE": "0"})

    with pytest.raises(ValidationError) as refused:
        Intake()

    assert "development-abc" not in str(refused.value)


def test_each_service_logs_in_as_its_own_role(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://owner:secret@db:5432/doudi?sslmode=require")

    logins = [settings(environment="development").database_url for settings in (Intake, Eligibility, Alerts)]

    hidden = [re.sub(r":[0-9a-f]{64}@", ":…@", login.get_secret_value()) for login in logins]
    assert hidden == [
        f"postgresql+psycopg://doudi_{name}:…@db:5432/doudi?sslmode=require"
        for name in ("intake", "eligibility", "alerts")
    ]
    assert len({login.get_secret_value() for login in logins}) == 3


def test_a_role_may_have_a_password_of_its_own_and_the_address_none(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("p@ss/word\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db:5432/doudi")
    monkeypatch.setenv("DOUDI_ALERTS_DATABASE_PASSWORD_FILE", str(tmp_path / "password"))

    login = Alerts(environment="development").database_url.get_secret_value()

    assert login == "postgresql+psycopg://doudi_alerts:p%40ss%2Fword@db:5432/doudi"


def test_the_owner_may_have_his_password_apart(monkeypatch):
    set_all(monkeypatch, {"DATABASE_URL": "postgresql://doudi_owner@db/doudi", "DOUDI_OWNER_DATABASE_PASSWORD": "s"})

    assert OwnerSettings().owner_login() == "postgresql+psycopg://doudi_owner:s@db/doudi"


def test_development_secrets_are_made_once_and_closed_to_others(tmp_path):
    first = development_environment(tmp_path)
    kept = {file: file.read_text(encoding="utf-8") for file in (tmp_path / "secrets").iterdir()}

    second = development_environment(tmp_path)

    assert first == second
    assert kept == {file: file.read_text(encoding="utf-8") for file in (tmp_path / "secrets").iterdir()}
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_the_secrets_of_the_containers_are_taken_by_production(monkeypatch, tmp_path):
    for file in container_secrets(tmp_path / "secrets"):
        assert file.stat().st_mode & 0o777 == 0o644
    folder = tmp_path / "secrets"
    set_all(monkeypatch, {name: value for name, value in PRODUCTION.items() if name.endswith("URL")})
    names = {"KEY_RING": "key_ring", "SIGNING_KEY": "signing_key", "CLIENTS": "clients"}
    names |= {"CLIENT_SECRET": "intake_client_secret"}
    set_all(monkeypatch, {f"DOUDI_{name}_FILE": str(folder / file) for name, file in names.items()})

    assert Intake().environment == "production"
