"""Does the API answer as it says: forms, errors, versions, tokens, limits?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import STATUS, create_app
from api.deps import Settings
from graph import errors
from graph.data_folder import DataFolder
from graph.discover import names
from graph.ledger import Ledger
from tests.sample import build


@pytest.fixture(scope="module")
def client(sample: DataFolder) -> TestClient:
    return TestClient(create_app(Settings(sample)))


def test_an_entity_comes_with_the_row_or_sentence_that_proves_it(client: TestClient) -> None:
    shown = client.get("/entities/x-delta").json()
    assert shown["name"] == "Delta Cluster"
    facts = {fact["predicate"]: fact for fact in shown["facts"]}
    receipt = facts["collaboratesWith"]["values"][0]["receipts"][0]
    assert receipt["quote"] == "Delta Cluster met Beta University on 9 November 2018."
    text = client.get(f"/documents/{receipt['document']}", params={"format": "txt"}).text
    assert text[receipt["start"] : receipt["end"]] == receipt["quote"]


def test_statements_come_page_by_page_and_each_has_an_address(client: TestClient) -> None:
    whole = client.get("/entities/ror-00beta/statements").json()
    assert whole["next"] is None
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = client.get(
            "/entities/ror-00beta/statements",
            params={"limit": 2, "cursor": cursor} if cursor else {"limit": 2},
        )
        seen += [one["id"] for one in page.json()["statements"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert seen == [one["id"] for one in whole["statements"]]
    assert len(set(seen)) == whole["of"]
    one = client.get(f"/statements/{seen[0]}").json()
    assert one["id"] == seen[0]
    assert one["evidence"]["source"] in {"register", "news"}


def test_a_foreign_cursor_is_a_clear_error(client: TestClient) -> None:
    answer = client.get("/entities/ror-00beta/statements", params={"cursor": "bm9uc2Vuc2U"})
    assert answer.status_code == 400
    assert "cursor" in answer.json()["detail"]


def test_search_folds_accents_and_finds_by_beginning(client: TestClient) -> None:
    found = client.get("/search", params={"q": "universitatéa bet"}).json()
    assert [hit["id"] for hit in found["hits"]] == ["ror-00beta"]


def test_a_path_names_the_statements_of_each_step(client: TestClient) -> None:
    found = client.get("/paths", params={"from": "Alpha University", "to": "Beta University"}).json()
    entities = found["paths"][0]["entities"]
    assert entities == ["ror-00alpha", "grant-1", "pic-111", "grant-2", "ror-00beta"]
    for step in found["paths"][0]["steps"]:
        assert client.get(f"/statements/{step['because'][0]}").status_code == 200


def test_a_planned_part_makes_no_path_and_no_rank(client: TestClient) -> None:
    found = client.get("/paths", params={"from": "pic-222", "to": "ror-00beta"}).json()
    assert found["paths"] == []
    ranked = client.get("/rank/degree").json()["findings"]
    assert "pic-222" not in {one["id"] for one in ranked}
    assert "x-four" not in {one["id"] for one in ranked}


@pytest.mark.parametrize("measure", names("graph.measures"))
def test_ranks_cite_statements(client: TestClient, measure: str) -> None:
    found = client.get(f"/rank/{measure}", params={"limit": 2}).json()
    assert found["truncated"] is True
    assert found["findings"][0]["rank"] == 1
    assert all(one["statements"] for one in found["findings"])


def test_the_training_cut_hides_what_begins_later(client: TestClient) -> None:
    before = client.get("/rank/degree", params={"before": "2018-01-01"}).json()
    assert {one["id"] for one in before["findings"]} == {"ror-00alpha", "pic-111"}
    assert before["date"] == "before=2018-01-01"


def test_suggestions_never_name_a_partner_and_their_reasons_add_up(client: TestClient) -> None:
    advice = client.get("/suggestions/ror-00alpha").json()
    assert [one["id"] for one in advice["suggestions"]] == ["ror-00beta"]
    suggestion = advice["suggestions"][0]
    assert suggestion["score"] == pytest.approx(sum(one["contribution"] for one in suggestion["reasons"]))
    for reason in suggestion["reasons"]:
        assert reason["sentence"]["ro"]
        assert reason["because"]


def test_no_advice_is_an_answer_with_its_reason(client: TestClient) -> None:
    advice = client.get("/suggestions/pic-222", params={"lang": "ro"}).json()
    assert advice["suggestions"] == []
    assert advice["none_because"].startswith("Nu participă")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/entities/nobody-at-all", 404),
        ("/entities/University", 409),
        ("/statements/" + "0" * 32, 404),
        ("/documents/" + "0" * 64, 404),
        ("/rank/importance", 400),
        ("/rank/degree?type=Universty", 400),
        ("/rank/degree?limit=0", 422),
        ("/rank/degree?during=2018..2017", 400),
        ("/rank/degree?during=2018&before=2018", 400),
        ("/entities/ror-00beta?format=docx", 406),
        ("/nowhere", 404),
        ("/sources/none", 404),
    ],
)
def test_every_error_is_a_problem_document_with_a_page_of_its_own(
    client: TestClient, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert client.get(problem["type"]).status_code == 200


def test_every_error_of_the_domain_has_a_status() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(any(issubclass(kind, known) for known in STATUS) for kind in kinds)


@pytest.mark.parametrize("form", ["json", "csv", "tsv"])
def test_the_form_is_chosen_by_format_or_accept(client: TestClient, form: str) -> None:
    media = {"json": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values"}[form]
    by_format = client.get("/rank/degree", params={"format": form})
    by_accept = client.get("/rank/degree", headers={"Accept": media})
    assert by_format.headers["content-type"].startswith(media)
    assert by_accept.headers["content-type"].startswith(media)
    assert by_format.content == by_accept.content
    assert "Accept" in by_accept.headers["vary"]


def test_what_has_not_changed_is_answered_304(client: TestClient) -> None:
    first = client.get("/entities/x-delta")
    again = client.get("/entities/x-delta", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    other = client.get("/entities/x-delta?lang=ro", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_reading_on_loopback_is_free_and_elsewhere_needs_a_token(tmp_path: Path) -> None:
    folder = build(tmp_path / "data")
    with Ledger.open(folder.ledger) as ledger:
        token = ledger.new_token("reader", "a test")
    outside = TestClient(create_app(Settings(folder, host="0.0.0.0")))
    refused = outside.get("/search", params={"q": "delta"})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    granted = outside.get("/search", params={"q": "delta"}, headers={"Authorization": f"Bearer {token}"})
    assert granted.status_code == 200


def test_a_write_needs_a_token_of_the_right_role(tmp_path: Path) -> None:
    folder = build(tmp_path / "data")
    with Ledger.open(folder.ledger) as ledger:
        reader, reviewer = ledger.new_token("reader", "r"), ledger.new_token("reviewer", "v")
    client = TestClient(create_app(Settings(folder)))
    body = {"a": "pic-111", "b": "pic-222", "verdict": "same", "why": "a test"}

    def judge(token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post("/judgements", json=body, headers=headers)

    assert judge(None).status_code == 401
    assert judge("invented").status_code == 401
    assert judge(reader).status_code == 401
    made = judge(reviewer)
    assert made.status_code == 201
    moved = client.get("/entities/pic-222", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == "/entities/pic-111"
    address = f"/judgements/{made.json()['id']}"
    undone = client.delete(address, params={"why": "a slip"}, headers={"Authorization": f"Bearer {reviewer}"})
    assert undone.status_code == 204
    assert client.get("/entities/pic-222", follow_redirects=False).status_code == 200


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400


def test_the_docs_page_asks_nobody_else(client: TestClient) -> None:
    page = client.get("/docs")
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    for address in ("/static/swagger-ui/swagger-ui-bundle.js", "/static/swagger-ui/LICENSE"):
        assert client.get(address).status_code == 200


def test_openapi_has_a_summary_and_a_tag_for_every_route(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    assert {"/entities/{entity}", "/paths", "/rank/{measure}", "/suggestions/{entity}", "/graph"} <= set(
        described
    )
    for path, methods in described.items():
        for method, route in methods.items():
            assert route.get("summary"), (method, path)
            assert route.get("tags"), (method, path)


def test_sources_carry_licence_and_attribution(client: TestClient) -> None:
    found = {one["id"]: one for one in client.get("/sources").json()["sources"]}
    assert found["news"]["licence"] == "CC-BY-4.0"
    assert found["news"]["attribution"] == "Delta"
