"""Settings of intake."""

from typing import Annotated

from pydantic import Field, SecretStr

from shared.settings import CommonSettings, derived_for


class Settings(CommonSettings):
    """What intake needs beyond the common settings."""

    database_url: Annotated[
        SecretStr,
        Field(
            title="受理服务的数据库连接（角色 doudi_intake）",
            validation_alias="DOUDI_INTAKE_DATABASE_URL",
            default_factory=derived_for("intake"),
        ),
    ]
