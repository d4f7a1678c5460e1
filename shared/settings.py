"""Settings that all services share, read from the environment (``DOUDI_…``; secrets also as ``…_FILE``).

``docs/configuration.md`` lists every variable; a test compares it with these classes.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from shared.database_urls import owner_url, service_password, service_url

DEVELOPMENT_MARK: Final = "development-"
"""Every secret made by ``shared.development`` carries this mark, so that production can refuse it."""


def variable_of(settings: type[BaseSettings], name: str) -> str:
    """Return the environment variable of a field."""
    alias = settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"{settings.model_config.get('env_prefix', '')}{name}".upper()


def is_secret(field: FieldInfo) -> bool:
    """Say whether a field is a secret, which may then also come from a file."""
    return SecretStr in (field.annotation, *getattr(field.annotation, "__args__", ()))


class SecretFiles(PydanticBaseSettingsSource):
    """Reads a secret from the file that ``<variable>_FILE`` names, as container platforms mount them."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's text, or nothing when no file is named."""
        variable = variable_of(self.settings_cls, field_name)
        path = os.environ.get(f"{variable}_FILE")
        if not path or not is_secret(field):
            return None, field_name, False
        if variable in os.environ:
            raise ValueError(f"{variable} 与 {variable}_FILE 只能设置其中一个。")
        return _text_of(path, variable), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return every secret that a file provides."""
        fields = self.settings_cls.model_fields.items()
        found = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: value for name, value in found.items() if value is not None}


def _text_of(path: str, variable: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"无法读取 {variable}_FILE 指向的文件 {path}：{error.strerror}。") from error


class BaseDoudiSettings(BaseSettings):
    """Where settings come from: arguments first, then the environment, then secret files. Errors never show values."""

    model_config = SettingsConfigDict(
        env_prefix="DOUDI_", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave out ``.env`` files: a value has one visible origin."""
        return init_settings, env_settings, SecretFiles(settings_cls)


class OwnerSettings(BaseDoudiSettings):
    """Where the database is, and the passwords of the logins that the migrations make in it.

    Migrations alone use the owner's login. A service needs the address only, and the password of its own role.
    """

    owner_url: Annotated[
        SecretStr | None,
        Field(title="数据库地址；含属主登录名时供迁移使用，服务由它推导本角色的连接", validation_alias="DATABASE_URL"),
    ] = None
    owner_database_password: Annotated[SecretStr | None, Field(title="属主口令（DATABASE_URL 不含口令时）")] = None
    intake_database_password: Annotated[SecretStr | None, Field(title="角色 doudi_intake 的口令")] = None
    eligibility_database_password: Annotated[SecretStr | None, Field(title="角色 doudi_eligibility 的口令")] = None
    alerts_database_password: Annotated[SecretStr | None, Field(title="角色 doudi_alerts 的口令")] = None

    def owner_login(self) -> str:
        """Return the owner's URL, with the password put in where it stands apart."""
        if self.owner_url is None:
            raise ValueError("缺少数据库连接：请设置 DATABASE_URL。")
        url = owner_url(self.owner_url.get_secret_value())
        if url.password is None and self.owner_database_password is not None:
            url = url.set(password=self.owner_database_password.get_secret_value())
        return url.render_as_string(hide_password=False)

    def service_login(self, service: str) -> str:
        """Return the URL of one service's role."""
        if self.owner_url is None:
            raise ValueError(f"缺少数据库连接：请设置 DOUDI_{service.upper()}_DATABASE_URL（或 DATABASE_URL）。")
        return service_url(self.owner_login(), service, self.service_password(service))

    def service_password(self, service: str) -> str:
        """Return the password of a service's role: the configured one, else the one that follows from the owner's."""
        configured: SecretStr | None = getattr(self, f"{service}_database_password")
        return configured.get_secret_value() if configured else service_password(self.owner_login(), service)


def derived_for(service: str) -> Callable[[], SecretStr]:
    """Return the default of a service's ``database_url``: derived from ``DATABASE_URL``."""
    return lambda: SecretStr(OwnerSettings().service_login(service))


class CommonSettings(BaseDoudiSettings):
    """What every service needs to run. Each service's ``config.py`` adds its own."""

    required_in_production: ClassVar[tuple[str, ...]] = ("key_ring", "client_secret")

    environment: Annotated[Literal["development", "production"], Field(title="运行环境")] = "production"
    host: Annotated[str, Field(title="监听地址")] = "127.0.0.1"
    port: Annotated[int, Field(title="监听端口（默认：受理 8001、认定核算 8002、监测预警 8003）", ge=1, le=65535)] = (
        8001
    )
    issuer: Annotated[str, Field(title="令牌签发者")] = "http://127.0.0.1:8001"
    jwks_url: Annotated[str | None, Field(title="签发者公钥地址（JWKS）")] = None
    token_url: Annotated[str | None, Field(title="取令牌的地址；不填为签发者地址加 /oauth2/token")] = None
    signing_key: Annotated[SecretStr | None, Field(title="自带签发者的签名密钥（JWK，仅开发或已配置客户端时使用）")] = (
        None
    )
    clients: Annotated[SecretStr | None, Field(title="自带签发者的客户端清单（JSON）")] = None
    client_secret: Annotated[SecretStr | None, Field(title="本服务取令牌用的密钥")] = None
    key_ring: Annotated[SecretStr | None, Field(title="个人信息加密密钥环（JSON）")] = None
    intake_url: Annotated[str, Field(title="受理服务地址")] = "http://127.0.0.1:8001"
    eligibility_url: Annotated[str, Field(title="认定核算服务地址")] = "http://127.0.0.1:8002"
    alerts_url: Annotated[str, Field(title="监测预警服务地址")] = "http://127.0.0.1:8003"
    allowed_origins: Annotated[
        str | None,
        Field(
            title="允许浏览器跨域调用的前端来源，多个以逗号分隔；不填则不允许",
            pattern=r"^https?://[^\s,/]+(,https?://[^\s,/]+)*$",
        ),
    ] = None
    relay: Annotated[bool, Field(title="在服务进程内运行消息投递与定时任务")] = True
    relay_threads: Annotated[int, Field(title="同时投递的消息数", ge=1, le=32)] = 4
    keep_delivered_days: Annotated[int, Field(title="已送达消息的保留天数，期满由后台任务删除", ge=1, le=3650)] = 30
    keep_keys_days: Annotated[int, Field(title="幂等键的保留天数，期满后重复的请求视为新请求", ge=1, le=3650)] = 7
    pool_size: Annotated[
        int, Field(title="数据库连接数，不少于处理请求的线程数、同时投递的消息数之和加二", ge=2, le=300)
    ] = 16
    threads: Annotated[int, Field(title="处理请求的线程数", ge=1, le=200)] = 8
    connections: Annotated[int, Field(title="同时受理的连接数上限，超出时返回 503", ge=10, le=100_000)] = 1000
    drain_seconds: Annotated[
        int, Field(title="收到停止信号后仍接收请求的秒数，期间 /readyz 为 503，供负载均衡摘除本实例", ge=0, le=60)
    ] = 0
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(title="日志级别")] = "info"
    state_dir: Annotated[Path, Field(title="内嵌数据库与开发密钥所在目录")] = Path(".doudi")

    @model_validator(mode="after")
    def _everybody_has_a_connection(self) -> Self:
        """Refuse a pool in which requests and deliveries, a probe and the sequencer would wait for one another."""
        least = self.threads + (self.relay_threads if self.relay else 0) + 2
        if self.pool_size < least:
            raise ValueError(
                f"DOUDI_POOL_SIZE 为 {self.pool_size}，不足以供处理请求、投递消息、探测和编号同时使用，至少应为 {least}。"
            )
        return self

    @model_validator(mode="after")
    def _production_is_complete(self) -> Self:
        """Refuse a production start without its secrets, or with those made for development."""
        if self.environment == "production":
            self._refuse_missing()
            self._refuse_development_secrets()
        return self

    def _refuse_missing(self) -> None:
        missing = [name for name in self.required_in_production if not getattr(self, name)]
        if not self.jwks_url and not self.signing_key:
            missing.append("jwks_url")
        if missing:
            names = "、".join(variable_of(type(self), name) for name in missing)
            raise ValueError(f"生产环境缺少必需的配置：{names}。开发环境请设置 DOUDI_ENVIRONMENT=development。")

    def _refuse_development_secrets(self) -> None:
        values = {name: getattr(self, name) for name, field in type(self).model_fields.items() if is_secret(field)}
        marked = [name for name, value in values.items() if value and DEVELOPMENT_MARK in value.get_secret_value()]
        if marked:
            names = "、".join(variable_of(type(self), name) for name in marked)
            raise ValueError(f"生产环境不得使用开发密钥：{names}。请另行生成（make secrets）。")


class RunSettings(OwnerSettings):
    """Settings of ``make run``, which starts everything on one machine for development; with ``DATABASE_URL`` on that server."""

    ports: Annotated[
        str, Field(title="make run 时三个服务的端口", pattern=r"^\d{1,5},\d{1,5},\d{1,5}$", examples=["8001,8002,8003"])
    ] = "8001,8002,8003"
    postgres_port: Annotated[int, Field(title="make run 时内嵌数据库的端口，0 表示任选", ge=0, le=65535)] = 0
    state_dir: Annotated[Path, Field(title="内嵌数据库与开发密钥所在目录")] = Path(".doudi")
