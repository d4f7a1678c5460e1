"""The OpenAPI document: what FastAPI derives, made true. Errors stand once, headers are named, nothing is 422 by itself."""

import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI

from shared.identity import SCOPES

Json = dict[str, Any]

CONTACT: Final = {"name": "攀枝花市民政局", "url": "https://mzj.panzhihua.gov.cn"}
LICENCE: Final = {"name": "Mulan PSL v2", "identifier": "MulanPSL-2.0"}
PLATFORM_TAG: Final = {"name": "platform", "description": "健康检查与错误代码", "x-displayName": "平台"}

_PROBLEM: Final[Json] = {
    "title": "Problem",
    "description": "错误（RFC 9457）。按 code 编程，按 title 和 detail 显示；不重复请求中的内容。",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "maxLength": 200, "title": "说明地址"},
        "title": {"type": "string", "maxLength": 200, "title": "标题"},
        "status": {"type": "integer", "format": "int32", "minimum": 400, "maximum": 599, "title": "HTTP 状态码"},
        "detail": {"type": "string", "maxLength": 2000, "title": "说明"},
        "instance": {"type": "string", "format": "uri-reference", "maxLength": 200, "title": "本次错误"},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 100, "title": "错误代码"},
        "errors": {
            "type": "array",
            "maxItems": 100,
            "title": "逐项错误",
            "items": {"$ref": "#/components/schemas/FieldProblem"},
        },
        "trace_id": {"type": "string", "pattern": "^([0-9a-f]{32})?$", "maxLength": 32, "title": "追踪编号"},
        "rule": {"type": "string", "maxLength": 50, "title": "规则编号"},
        "clause": {"type": "string", "maxLength": 50, "title": "条款编号"},
        "allowed_actions": {
            "type": "array",
            "maxItems": 50,
            "title": "当前可办理的操作",
            "items": {"type": "string", "maxLength": 100},
        },
    },
}
_FIELD_PROBLEM: Final[Json] = {
    "title": "FieldProblem",
    "description": "一处错误。",
    "type": "object",
    "required": ["in", "pointer", "code", "message"],
    "properties": {
        "in": {"type": "string", "enum": ["body", "query", "path", "header", "cookie"], "title": "所在部分"},
        "pointer": {"type": "string", "maxLength": 500, "title": "位置（JSON Pointer）"},
        "code": {"type": "string", "maxLength": 100, "title": "错误代码"},
        "message": {"type": "string", "maxLength": 500, "title": "说明"},
    },
}

_RESPONSES: Final[dict[str, tuple[str, str, str]]] = {
    "400": ("InvalidInput", "invalid_input", "请求内容不符合要求"),
    "401": ("Unauthenticated", "invalid_token", "没有令牌，或令牌无效、过期"),
    "403": ("Forbidden", "insufficient_scope", "没有权限"),
    "404": ("NotFound", "not_found", "未找到，或不在管辖范围内"),
    "409": ("WrongState", "wrong_state", "当前状态不能办理，可办理的见 allowed_actions"),
    "412": ("StaleVersion", "stale_version", "内容已被他人更新"),
    "413": ("BodyTooLarge", "body_too_large", "请求内容过大"),
    "415": ("UnsupportedMedia", "unsupported_media_type", "不支持的内容类型"),
    "422": ("RuleRefused", "rule_refused", "不符合政策规定，见 rule 与 clause"),
    "428": ("PreconditionRequired", "precondition_required", "缺少 If-Match"),
    "429": ("TooManyRequests", "too_many_requests", "请求过于频繁，由接入网关限流；按 Retry-After 稍后重试"),
    "500": ("InternalError", "internal_error", "系统内部错误"),
    "503": ("Unavailable", "unavailable", "服务暂时不可用"),
}

_HEADERS: Final[Json] = {
    "API-Version": {"description": "接口版本", "schema": {"type": "string", "maxLength": 20}},
    "ETag": {
        "description": "当前版本和内容的标记：修改时放入 If-Match（只比较版本），轮询时放入 If-None-Match",
        "schema": {"type": "string", "maxLength": 100},
    },
    "Location": {"description": "新建内容的地址", "schema": {"type": "string", "format": "uri-reference"}},
    "Idempotent-Replayed": {"description": "重复请求：未再次办理", "schema": {"type": "string", "const": "true"}},
    "Retry-After": {"description": "多少秒后重试", "schema": {"type": "integer", "format": "int32", "minimum": 0}},
    "WWW-Authenticate": {"description": "认证方式与原因", "schema": {"type": "string", "maxLength": 500}},
}


def document(app: FastAPI, derived: Json) -> Json:
    """Return the document of a service from what FastAPI derived."""
    components = derived.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= {"Problem": _PROBLEM, "FieldProblem": _FIELD_PROBLEM}
    components["responses"] = {name: _response(status) for status, (name, _, _) in _RESPONSES.items()}
    components["headers"] = dict(_HEADERS)
    _name_token_endpoint(components, app.state.settings.issuer)
    for path, method, operation in _operations(derived):
        _describe_form(operation, schemas)
        _finish(operation, path=path, method=method, schemas=schemas, service=app.state.service)
    _link(derived, schemas)
    _bound(derived)
    _drop_unused(derived, components)
    return derived


def _response(status: str) -> Json:
    _, code, meaning = _RESPONSES[status]
    headers = {"API-Version": _header("API-Version")}
    headers |= {"WWW-Authenticate": _header("WWW-Authenticate")} if status in {"401", "403"} else {}
    headers |= {"Retry-After": _header("Retry-After")} if status in {"429", "503"} else {}
    example = {
        "type": f"/problems/{code}",
        "title": meaning,
        "status": int(status),
        "detail": f"{meaning}。",
        "instance": "urn:uuid:4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
        "code": code,
        "errors": [],
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    }
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": meaning, "headers": headers, "content": {"application/problem+json": content}}


def _header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


def _name_token_endpoint(components: Json, issuer: str) -> None:
    for scheme in components.get("securitySchemes", {}).values():
        for flow in scheme.get("flows", {}).values():
            flow["tokenUrl"] = f"{issuer}/oauth2/token"


def _operations(derived: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in derived["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _finish(operation: Json, *, path: str, method: str, schemas: Json, service: str) -> None:
    if "platform" in operation.get("tags", ()):
        operation["operationId"] = f"{service}_{operation['operationId']}"
    operation.setdefault("security", [])
    _name(operation)
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _never_null(parameter["schema"])
        parameter.setdefault("description", parameter["schema"].get("title", parameter["name"]))
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    for status in {*_possible(operation, path=path, method=method), *(set(responses) & set(_RESPONSES))}:
        if "content" not in responses.get(status, {}):
            responses[status] = {"$ref": f"#/components/responses/{_RESPONSES[status][0]}"}
    for status, response in responses.items():
        if response.get("description") == "Successful Response":
            response["description"] = "成功"
        if status.startswith("2"):
            response.setdefault("headers", {}).update(_headers_of(operation, status, response, schemas))
    operation["responses"] = dict(sorted(responses.items()))


def _describe_form(operation: Json, schemas: Json) -> None:
    """Say of a form what is read of it: a field that is not given is absent, never null; a file comes with no others."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        form = schemas.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
        if media == "application/x-www-form-urlencoded":
            form["properties"] = {name: _never_null(schema) for name, schema in form["properties"].items()}
        if media == "multipart/form-data":
            form["additionalProperties"] = False


def _never_null(schema: Json) -> Json:
    """Return the schema of a parameter without null: one that is not given is absent."""
    real = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(real) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **real[0]}


def _name(operation: Json) -> None:
    """Take the first line of the docstring as summary; the rest and the scopes needed are the description."""
    first, _, rest = str(operation.get("description", operation["summary"])).partition("\n")
    operation["summary"] = first.strip().removesuffix("。")
    operation["description"] = f"{rest.strip()}\n\n{_access(operation['security'])}".strip()


def _access(security: list[dict[str, list[str]]]) -> str:
    if not security:
        return "无需令牌。"
    needed = [f"`{scope}`（{SCOPES[scope]}）" for choice in security for scopes in choice.values() for scope in scopes]
    return f"需要权限：{'、'.join(needed)}。" if needed else "需要令牌，不限权限。"


def _possible(operation: Json, *, path: str, method: str) -> Iterator[str]:
    """Yield the statuses that an operation of this form can answer with."""
    parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
    yield from ("400", "500", "503")
    if operation["security"]:
        yield from ("401", "403", "429")
    if "{" in path:
        yield "404"
    if method != "get" and operation["security"]:
        yield from ("409", "422")
    if "requestBody" in operation:
        yield from ("413", "415")
    if "If-Match" in parameters:
        yield from ("412", "428")


def _headers_of(operation: Json, status: str, response: Json, schemas: Json) -> Json:
    names = {"API-Version"}
    if status == "201":
        names.add("Location")
    if any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", ())):
        names.add("Idempotent-Replayed")
    if "version" in _shape(response, schemas).get("properties", {}):
        names.add("ETag")
    return {name: _header(name) for name in sorted(names)}


def _link(derived: Json, schemas: Json) -> None:
    """Link what makes an item of a collection to what reads it and takes its steps, as the paths say."""
    paths = derived["paths"]
    for path, item in paths.items():
        made = item.get("post", {}).get("responses", {}).get("201")
        if made is None or "id" not in _shape(made, schemas).get("properties", {}):
            continue
        one = next((other for other in paths if re.fullmatch(re.escape(path) + r"/\{[^/]+\}", other)), "")
        following = [paths.get(one, {}).get("get"), paths.get(f"{one}/transitions", {}).get("post")]
        links = {operation["operationId"]: _link_to(operation, one) for operation in following if operation}
        if links:
            made["links"] = links


def _link_to(operation: Json, one: str) -> Json:
    """Return the link to an operation on what was made; a step is taken from the version that was made."""
    own = one.rpartition("{")[2].removesuffix("}")
    names = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
    values = {name: "$response.body#/id" if name == own else f"$request.path.{name}" for name in names}
    if any(parameter["name"] == "If-Match" for parameter in operation["parameters"]):
        values["header.If-Match"] = "$response.header.ETag"
    return {"operationId": operation["operationId"], "parameters": values}


def _shape(response: Json, schemas: Json) -> Json:
    """Return the schema of what a response carries, looked up."""
    schema: Json = response.get("content", {}).get("application/json", {}).get("schema", {})
    found: Json = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    return found


_LENGTHS: Final = {"uuid": 36, "date": 10, "date-time": 40}
_NOT_JSON_SCHEMA: Final = {"ge", "gt", "le", "lt"}
"""Limits of dates, which Pydantic writes down though JSON Schema knows none."""


def _bound(node: object) -> None:
    """Say of every whole number and every formatted string how large it may get, as typed languages need to know."""
    if isinstance(node, dict):
        if node.get("type") == "integer" and "format" not in node:
            node["format"] = "int32" if abs(node.get("maximum", 2**31)) < 2**31 else "int64"
        if node.get("type") == "string" and node.get("format") in _LENGTHS:
            node.setdefault("maxLength", _LENGTHS[node["format"]])
            for limit in _NOT_JSON_SCHEMA & set(node):
                del node[limit]
        for child in node.values():
            _bound(child)
    elif isinstance(node, list):
        for child in node:
            _bound(child)


def _drop_unused(derived: Json, components: Json) -> None:
    """Leave out the responses, headers and schemas that this service never uses, until nothing more falls away."""
    while True:
        used = set(_references(derived))
        unused = [
            (kind, name)
            for kind in ("responses", "headers", "schemas")
            for name in components[kind]
            if f"#/components/{kind}/{name}" not in used
        ]
        if not unused:
            return
        for kind, name in unused:
            del components[kind][name]


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        yield from (target for target in node.get("discriminator", {}).get("mapping", {}).values() if node.get("oneOf"))
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)
