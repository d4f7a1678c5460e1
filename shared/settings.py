"""Settings that all services share, read from the environment (``DOUDI_…``; secrets also as ``…_FILE``)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    """What every service needs to run. Each service's ``config.py`` adds its own."""

    model_config = SettingsConfigDict(env_prefix="DOUDI_", extra="ignore", populate_by_name=True)

    environment: Annotated[Literal["development", "production"], Field(title="运行环境")] = "production"
    issuer: Annotated[str, Field(title="令牌签发者")] = "http://127.0.0.1:8001"
    jwks_url: Annotated[str | None, Field(title="签发者公钥地址（JWKS）")] = None
    signing_key: Annotated[SecretStr | None, Field(title="自带签发者的签名密钥（JWK，仅开发或已配置客户端时使用）")] = (
        None
    )
    clients: Annotated[SecretStr | None, Field(title="自带签发者的客户端清单（JSON）")] = None
    client_secret: Annotated[SecretStr | None, Field(title="本服务取令牌用的密钥")] = None
    key_ring: Annotated[SecretStr | None, Field(title="个人信息加密密钥环（JSON）")] = None
    intake_url: Annotated[str, Field(title="受理服务地址")] = "http://127.0.0.1:8001"
    eligibility_url: Annotated[str, Field(title="认定核算服务地址")] = "http://127.0.0.1:8002"
    alerts_url: Annotated[str, Field(title="监测预警服务地址")] = "http://127.0.0.1:8003"
    relay: Annotated[bool, Field(title="在服务进程内运行消息投递与定时任务")] = True
    pool_size: Annotated[int, Field(title="数据库连接数", ge=2, le=100)] = 8
    threads: Annotated[int, Field(title="处理请求的线程数", ge=1, le=200)] = 8
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(title="日志级别")] = "info"
    state_dir: Annotated[Path, Field(title="内嵌数据库与开发密钥所在目录")] = Path(".doudi")
