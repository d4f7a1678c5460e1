"""Node.js programs as a test runs them: from the package that pins the runtime, without a network."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
_QUIET: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}


def run_node(*arguments: object, folder: Path = HERE, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a folder's packages; ``make setup-dev`` has installed them."""
    assert (folder / "node_modules").is_dir(), "缺少 Node 软件包：先运行 make setup-dev"
    return subprocess.run(
        [str(Path(sys.executable).with_name("node")), *map(str, arguments)],
        cwd=folder,
        env=os.environ | _QUIET | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
