"""Compiling the text of a kernel (编译): by numba where it is installed, and kept on disk for the next start."""

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from services.eligibility.batch.layout import Layout
from services.eligibility.batch.text import has_kernel_form, kernel_text
from services.eligibility.determining.recipes import Recipe
from services.eligibility.engine.ruleset import Ruleset
from shared.schemas.determination_codes import Programme

HAS_NUMBA = importlib.util.find_spec("numba") is not None

Kernel = Callable[[Any, Any, Any, Any], None]
"""Takes households, members, parameters and the array for what comes out."""


def kernels_of(
    ruleset: Ruleset, recipes: Mapping[Programme, Recipe], layout: Layout, folder: Path | None = None
) -> dict[Programme, Kernel]:
    """Return the compiled recipes; none where numba is missing, and not those whose text has no kernel form."""
    formed = {each: recipe for each, recipe in recipes.items() if has_kernel_form(ruleset, recipe)}
    if not HAS_NUMBA or not formed:
        return {}
    module = _loaded(kernel_text(ruleset, formed.values(), layout), folder or _own_folder())
    return {each: cast("Kernel", getattr(module, f"run_{recipe.procedure}")) for each, recipe in formed.items()}


@cache
def _own_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="doudi-kernels-"))


@cache
def _loaded(text: str, folder: Path) -> ModuleType:
    """Load a text from a file that bears its hash, so that what numba has kept is always of this very text."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"kernel_{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    path = folder / f"{name}.py"
    if not path.exists():
        draft = folder / f"{name}.{os.getpid()}.draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where numba looks for what it has kept
    spec.loader.exec_module(module)
    return module
