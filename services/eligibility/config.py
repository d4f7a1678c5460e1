"""Settings of eligibility."""

from typing import Annotated

from pydantic import Field, SecretStr

from shared.settings import CommonSettings, derived_for


class Settings(CommonSettings):
    """What eligibility needs beyond the common settings."""

    port: Annotated[int, Field(title="监听端口", ge=1, le=65535)] = 8002
    database_url: Annotated[
        SecretStr,
        Field(
            title="认定核算服务的数据库连接（角色 doudi_eligibility）",
            validation_alias="DOUDI_ELIGIBILITY_DATABASE_URL",
            default_factory=derived_for("eligibility"),
        ),
    ]
