"""The frozen interface descriptions say what the services do; ``make openapi`` writes them anew."""

import pytest

from services.openapi import FOLDER, document


@pytest.mark.parametrize("service", ["intake", "eligibility", "alerts"])
def test_the_frozen_document_equals_the_code(service):
    frozen = (FOLDER / f"{service}.json").read_text(encoding="utf-8")

    assert frozen == document(service), "接口有变化：运行 make openapi，并在提交前阅读差异"
