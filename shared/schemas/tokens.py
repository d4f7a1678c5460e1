"""Tokens on the wire: client credentials (RFC 6749), keys (RFC 7517), metadata (RFC 8414)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.schemas.types import View, Whole


class TokenRequest(BaseModel):
    """What a client sends, as a form. RFC 6749 has unknown parameters ignored, so they are."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    grant_type: Annotated[
        str, Field(title="授权方式", description="只支持 client_credentials。", min_length=1, max_length=100)
    ]
    client_id: Annotated[
        str | None, Field(title="客户端编号", description="也可用 HTTP Basic 提供。", max_length=100)
    ] = None
    client_secret: Annotated[str | None, Field(title="客户端密钥", max_length=500)] = None
    scope: Annotated[str | None, Field(title="权限范围", description="空格分隔；缺省为全部。", max_length=2000)] = None
    role: Annotated[
        str | None, Field(title="角色", description="仅开发环境的 dev 客户端可指定。", pattern=r"^[A-Z_]{1,30}$")
    ] = None
    division: Annotated[
        str | None, Field(title="行政区划", description="仅开发环境的 dev 客户端可指定。", pattern=r"^[0-9]{2,12}$")
    ] = None
    sub: Annotated[
        str | None, Field(title="主体", description="仅开发环境的 dev 客户端可指定。", pattern=r"^[!-~]{1,100}$")
    ] = None
    person: Annotated[UUID | None, Field(title="本人", description="仅开发环境的 dev 客户端可指定。")] = None
    department: Annotated[
        str | None, Field(title="部门", description="仅开发环境的 dev 客户端可指定。", pattern=r"^[!-~]{1,100}$")
    ] = None


class TokenGranted(View):
    """An access token (访问令牌)."""

    access_token: Annotated[str, Field(title="访问令牌（JWT）", max_length=8192)]
    token_type: Annotated[Literal["Bearer"], Field(title="令牌类型")]
    expires_in: Annotated[Whole, Field(title="有效秒数", ge=1, le=86_400)]
    scope: Annotated[str, Field(title="权限范围", max_length=4000)]


class PublicKey(BaseModel):
    """One public key; which members it has depends on its kind."""

    model_config = ConfigDict(extra="allow")

    kty: Annotated[str, Field(title="密钥类型", max_length=10)]
    kid: Annotated[str, Field(title="密钥编号", max_length=200)]


class PublicKeys(View):
    """The keys that verify our tokens (JWKS)."""

    keys: Annotated[list[PublicKey], Field(title="公钥", max_length=20)]


class IssuerMetadata(View):
    """What a client needs to know of the issuer."""

    issuer: Annotated[str, Field(title="签发者", max_length=500)]
    token_endpoint: Annotated[str, Field(title="令牌地址", max_length=500)]
    jwks_uri: Annotated[str, Field(title="公钥地址", max_length=500)]
    grant_types_supported: Annotated[list[str], Field(title="授权方式", max_length=10)]
    response_types_supported: Annotated[list[str], Field(title="响应类型", max_length=10)]
    token_endpoint_auth_methods_supported: Annotated[list[str], Field(title="客户端认证方式", max_length=10)]
    scopes_supported: Annotated[list[str], Field(title="权限范围", max_length=200)]
