"""``make openapi``: freeze each service's interface description, so that a change of it is seen in review."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from shared.database_urls import SERVICES
from shared.settings import CommonSettings

FOLDER: Final = Path(__file__).parent.parent / "openapi"

_NOWHERE: Final = {
    "environment": "development",
    "database_url": "postgresql+psycopg://nobody@127.0.0.1/nothing",
    "jwks_url": "http://127.0.0.1/nothing",
    "relay": False,
    **{f"{name}_url": CommonSettings.model_fields[f"{name}_url"].default for name in SERVICES},
}
"""Settings with which an application is put together but never started, whatever this machine's variables say."""


def document(service: str) -> str:
    """Return a service's OpenAPI document as it stands in the repository."""
    settings = import_module(f"services.{service}.config").Settings(**_NOWHERE)
    app: Any = import_module(f"services.{service}.app").create_app(settings)
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the document of every service."""
    FOLDER.mkdir(exist_ok=True)
    for service in SERVICES:
        file = FOLDER / f"{service}.json"
        file.write_text(document(service), encoding="utf-8")
        sys.stdout.write(f"{file.relative_to(FOLDER.parent)}\n")


if __name__ == "__main__":
    main()
