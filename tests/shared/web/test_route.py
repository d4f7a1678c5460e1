from starlette.testclient import TestClient

from tests.shared.web.test_problems import errors, problem


def test_an_unknown_query_parameter_is_named(officer: TestClient) -> None:
    body = problem(officer.get("/v1/things?colour=RED&color=RED"), 400, "invalid_input")

    assert body["errors"] == [
        {"in": "query", "pointer": "/color", "code": "unknown_parameter", "message": "没有这个查询参数"}
    ]


def test_a_query_parameter_may_stand_only_once_unless_it_is_a_list(officer: TestClient) -> None:
    assert officer.get("/v1/things?many=a&many=b").status_code == 200

    body = problem(officer.get("/v1/things?limit=1&limit=2"), 400, "invalid_input")

    assert errors(body) == {"/limit": "repeated_parameter"}


def test_a_nul_in_the_query_or_the_path_is_refused(officer: TestClient) -> None:
    assert errors(problem(officer.get("/v1/things?many=%00"), 400, "invalid_input")) == {"/many": "forbidden_character"}
    problem(officer.get("/v1/things/refusals/a%00b"), 404, "not_found")


def test_routes_of_included_routers_are_ours_too(officer: TestClient) -> None:
    assert officer.get("/v1/things/nested/deep").json() == {"size": 1}
    problem(officer.get("/v1/things/nested/deep?x=1"), 400, "invalid_input")


def test_a_path_that_stands_word_for_word_is_no_parameter_of_another(officer: TestClient) -> None:
    answer = officer.delete("/v1/things/moment")

    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS" == officer.options("/v1/things/moment").headers["allow"]


def test_routes_that_take_no_parameters_refuse_all(stranger: TestClient) -> None:
    problem(stranger.get("/livez?verbose"), 400, "invalid_input")
