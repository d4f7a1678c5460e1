"""Reference: plain FastAPI routes that take the same bodies and answer what our routes answered, and do nothing else.

    python benchmarks/plain.py <port> <folder>

The folder holds an answer of ours for each route. The models are ours, so that reading, checking and writing the bodies
costs both the same; the routes run on the event loop, which is FastAPI at its quickest.
"""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from shared.schemas.clauses import ClauseDetail
from shared.schemas.determinations import DeterminationDetail, DeterminationRequest, Preview


def make_app(answers: Path) -> FastAPI:
    """Return the routes with their answers read."""
    app = FastAPI(openapi_url=None, telemetry={"tracing": False, "metrics": False, "logs": False})
    preview = Preview.model_validate_json((answers / "preview").read_bytes())
    determination = DeterminationDetail.model_validate_json((answers / "determination").read_bytes())
    clause = ClauseDetail.model_validate_json((answers / "clause").read_bytes())

    @app.post("/preview")
    async def echo_preview(request: DeterminationRequest) -> Preview:  # noqa: ARG001  reading it is what costs
        return preview

    @app.post("/determination", status_code=201)
    async def echo_determination(request: DeterminationRequest) -> DeterminationDetail:  # noqa: ARG001
        return determination

    @app.get("/clause")
    async def echo_clause() -> ClauseDetail:
        return clause

    @app.get("/livez")
    async def live() -> str:
        return "ok"

    return app


if __name__ == "__main__":
    uvicorn.run(
        make_app(Path(sys.argv[2])), port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False,
        log_level="warning",
    )  # fmt: skip
