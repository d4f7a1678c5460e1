"""Ask a service whether it is ready. Run by the container's health check, so it needs the standard library alone."""

import os
import sys
import urllib.error
import urllib.request


def is_ready(base_url: str, *, seconds: float = 3) -> bool:
    """Say whether ``/readyz`` answers 200."""
    try:
        with urllib.request.urlopen(f"{base_url}/readyz", timeout=seconds) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(f"http://127.0.0.1:{os.environ.get('DOUDI_PORT', '8001')}") else 1)
