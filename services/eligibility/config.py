"""Settings of eligibility."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from shared.settings import CommonSettings, derived_for


class Settings(CommonSettings):
    """What eligibility needs beyond the common settings."""

    port: Annotated[int, Field(title="监听端口", ge=1, le=65535)] = 8002
    execution: Annotated[Literal["local", "dask"], Field(title="成批测算在何处运行：本进程，或 Dask 集群")] = "local"
    dask_scheduler: Annotated[
        str, Field(title="Dask 调度器地址，如 tcp://scheduler:8786；各工作进程须能读到同一状态目录")
    ] = ""
    database_url: Annotated[
        SecretStr,
        Field(
            title="认定核算服务的数据库连接（角色 doudi_eligibility）",
            validation_alias="DOUDI_ELIGIBILITY_DATABASE_URL",
            default_factory=derived_for("eligibility"),
        ),
    ]
