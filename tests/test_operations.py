"""What operators touch: locks, make, the image, the compose file, the supervisor."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.running import AlreadyRunning, only_one_run, running
from shared.container_secrets import container_secrets

ROOT = Path(__file__).parent.parent
SERVICES = ("intake", "eligibility", "alerts")
OURS = ("migrate", *SERVICES)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pinned(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", text_of(f"requirements/{name}.lock"), re.MULTILINE))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(text_of("docker-compose.yml"))


def test_every_locked_package_has_hashes():
    for name in ("bootstrap", "runtime", "dev"):
        blocks = re.split(r"\n(?=\S)", text_of(f"requirements/{name}.lock"))
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_no_lock_names_an_address():
    for file in (ROOT / "requirements").iterdir():
        assert "://" not in file.read_text(encoding="utf-8"), file.name


def test_the_development_lock_holds_the_running_packages_in_the_same_versions():
    assert pinned("runtime").items() <= pinned("dev").items()


def test_make_alone_lists_every_target_of_the_makefile():
    printed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    targets = re.findall(r"^([a-z][a-z-]*):", text_of("Makefile"), re.MULTILINE)

    assert [name for name in targets if f"  make {name} " not in printed] == []
    assert {"run", "test", "demo", "token", "clause", "migration", "openapi", "lock", "up", "down"} <= set(targets)


def test_neither_make_nor_ci_installs_with_the_systems_packager():
    for name in ("Makefile", ".ci/run", "Dockerfile"):
        assert not re.search(r"\b(apt|apt-get|yum|dnf|apk)\b", text_of(name)), name


def test_ci_runs_what_a_developer_runs():
    lines = text_of(".ci/run").splitlines()

    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-1] == "make test"


def test_the_image_stands_on_one_named_base():
    stages = re.findall(r"^FROM (\S+)", text_of("Dockerfile"), re.MULTILINE)

    assert set(stages) == {"${PYTHON_IMAGE}"}
    assert "ARG PYTHON_IMAGE=python:3.11-slim" in text_of("Dockerfile")


def test_the_image_runs_as_a_number_and_installs_only_hashed_wheels():
    dockerfile = text_of("Dockerfile")

    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in dockerfile
    assert "HEALTHCHECK" in dockerfile
    assert not re.search(r"\b(curl|wget)\b", dockerfile)


def test_the_image_holds_every_room_that_it_runs():
    copied = set(re.findall(r"^COPY (\w+) \w+$", text_of("Dockerfile"), re.MULTILINE))
    let_through = set(re.findall(r"^!(\w+)$", text_of(".dockerignore"), re.MULTILINE))

    assert copied == {"migrations", "services", "shared"}
    assert copied <= let_through


def test_compose_has_the_database_one_migration_and_the_services(compose):
    assert set(compose["services"]) == {"postgres", *OURS}
    assert compose["services"]["migrate"]["restart"] == "no"
    for name in SERVICES:
        waits_for = compose["services"][name]["depends_on"]
        assert waits_for == {"migrate": {"condition": "service_completed_successfully"}}


def test_every_container_is_closed_and_limited(compose):
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert re.fullmatch(r"\d+:\d+", service["user"]), name
        assert service["pids_limit"] > 0, name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert any(mount.startswith("/tmp") for mount in service["tmpfs"]), name


def test_the_database_is_out_of_reach_from_outside(compose):
    assert compose["networks"]["data"] == {"internal": True}
    assert compose["services"]["postgres"]["networks"] == ["data"]
    assert "ports" not in compose["services"]["postgres"]


def test_published_ports_stay_on_this_machine(compose):
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert len(published) == 3
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_secrets_are_files_and_never_values(compose):
    for name, service in compose["services"].items():
        for variable, value in service["environment"].items():
            if re.search(r"PASSWORD|SECRET|KEY|CLIENTS", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name}: {variable}"


def test_a_container_gets_no_secret_that_it_does_not_use(compose):
    for name, service in compose["services"].items():
        used = {str(value).removeprefix("/run/secrets/") for value in service["environment"].values()}
        by_script = {"owner_database_password"} if name == "postgres" else set()
        assert set(service["secrets"]) == used & set(compose["secrets"]) | by_script, name


def test_only_the_migration_logs_in_as_owner(compose):
    for name in SERVICES:
        environment = compose["services"][name]["environment"]
        assert "@" not in environment["DATABASE_URL"]
        assert not any("OWNER" in variable for variable in environment)


def test_the_secret_files_of_compose_are_those_that_make_secrets_makes(compose, tmp_path):
    made = {file.name for file in container_secrets(tmp_path)}

    assert made == set(compose["secrets"])
    assert {one["file"] for one in compose["secrets"].values()} == {f"deploy/secrets/{name}" for name in made}


def test_secrets_that_exist_are_kept(tmp_path):
    before = {file: file.read_text(encoding="utf-8") for file in container_secrets(tmp_path)}

    assert {file: file.read_text(encoding="utf-8") for file in container_secrets(tmp_path)} == before


def test_no_secret_can_be_committed():
    ignored = text_of(".gitignore").splitlines()

    assert {".doudi/", "deploy/secrets/"} <= set(ignored)


def test_a_folder_is_run_by_one_at_a_time(tmp_path):
    with only_one_run(tmp_path) as tell:
        tell({"intake": "http://127.0.0.1:1"})
        with pytest.raises(AlreadyRunning, match=r"已在运行（进程 \d+）：http://127.0.0.1:1"), only_one_run(tmp_path):
            pass
        assert running(tmp_path)["intake"] == "http://127.0.0.1:1"

    assert running(tmp_path) == {}
    with only_one_run(tmp_path):
        pass


def test_what_a_killed_run_left_is_not_believed(tmp_path):
    (tmp_path / "run.json").write_text('{"pid": "999999999", "intake": "http://127.0.0.1:1"}', encoding="utf-8")

    assert running(tmp_path) == {}
