"""Settings of alerts."""

from typing import Annotated

from pydantic import Field, SecretStr

from shared.settings import CommonSettings, derived_for


class Settings(CommonSettings):
    """What alerts needs beyond the common settings."""

    port: Annotated[int, Field(title="监听端口", ge=1, le=65535)] = 8003
    database_url: Annotated[
        SecretStr,
        Field(
            title="监测预警服务的数据库连接（角色 doudi_alerts）",
            validation_alias="DOUDI_ALERTS_DATABASE_URL",
            default_factory=derived_for("alerts"),
        ),
    ]
