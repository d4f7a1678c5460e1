"""Officers of one county at work, over HTTP: who they are, and the ordinary way of a case from step to step."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from tests.support import standards
from tests.support.build import build_papers

TOWNSHIP = "510411101"
COUNTY = "510411"
_COMMON = Path(__file__).parent.parent / "eligibility" / "cases" / "common.yaml"
_PUBLISHED = datetime.fromisoformat("2021-09-22T09:00:00+08:00")


class Desk:
    """The people of 仁和区 and one of its townships on a day that a test can move (``at``)."""

    clerk = "township-1"

    def __init__(self, city: Any, at: str = "2021-11-15T09:00:00+08:00") -> None:
        self.city = city
        self.at = at

    def account(self, subject: str) -> str:
        """Return the account of somebody here."""
        return subject

    def client(self, role: str, division: str, subject: str, **claims: Any) -> Any:
        subject = self.account(subject)
        return self.city.as_(role, division, subject=subject, at=datetime.fromisoformat(self.at), **claims).intake

    @property
    def township(self) -> Any:
        return self.client("TOWNSHIP_OFFICER", TOWNSHIP, self.clerk)

    @property
    def verifier(self) -> Any:
        return self.client("VERIFICATION_OFFICER", COUNTY, "verifier-1")

    @property
    def county(self) -> Any:
        return self.client("COUNTY_OFFICER", COUNTY, "county-1")

    @property
    def leader(self) -> Any:
        return self.client("COUNTY_LEADER", COUNTY, "leader-1")

    def read(self, client: Any, application: Any) -> Any:
        return client.get(f"/v1/applications/{application['id']}")

    def take(self, client: Any, application: Any, action: str, *, papers: tuple[str, ...] = (), **body: Any) -> Any:
        """Read the application and take one step from what was read."""
        etag = self.read(client, application).headers["etag"]
        documents = {"documents": build_papers(*papers)} if papers else {}
        return client.post(
            f"/v1/applications/{application['id']}/transitions",
            json={"action": action, **documents, **body},
            headers={"If-Match": etag},
        )

    def must(self, client: Any, application: Any, action: str, **body: Any) -> Any:
        response = self.take(client, application, action, **body)
        assert response.status_code == 200, f"{action}: {response.text}"
        return response.json()

    def to_survey(self, application: Any, **accept: Any) -> Any:
        self.must(self.township, application, "SUBMIT")
        self.must(self.township, application, "ACCEPT", **accept)
        return self.must(self.township, application, "START_SURVEY", surveyors=[self.account(self.clerk), "village-1"])

    def to_verifying(self, application: Any, **accept: Any) -> Any:
        self.to_survey(application, **accept)
        return self.must(
            self.township, application, "REQUEST_VERIFICATION", surveyed_on=self.at[:10], member_present="本人",
            papers=("SURVEY_FORM",),
        )  # fmt: skip

    def to_opinion(self, application: Any, **accept: Any) -> Any:
        self.to_verifying(application, **accept)
        self.must(
            self.verifier, application, "REPORT_VERIFICATION", conclusion="FITS", report_number="HD-2021-1",
            papers=("VERIFICATION_REPORT",),
        )  # fmt: skip
        self.city.deliver()
        return self.read(self.township, application).json()

    def to_notice(self, application: Any, **accept: Any) -> Any:
        self.to_opinion(application, **accept)
        return self.must(self.township, application, "GIVE_OPINION", in_favour=True, opinion="经调查核对，建议纳入")

    def to_county(self, application: Any, **accept: Any) -> Any:
        self.to_notice(application, **accept)
        self.at = "2021-11-23T09:00:00+08:00"
        self.must(self.township, application, "FORWARD", papers=("NOTICE_PHOTO",))
        self.city.deliver()
        return self.read(self.county, application).json()

    def confirmed(self, application: Any, lines: list[dict[str, Any]] | None = None) -> Any:
        self.to_county(application)
        return self.must(self.county, application, "CONFIRM", lines=lines or [{"programme": "DIBAO"}])

    def publish_standards(self) -> None:
        """Publish the illustrative standards that the worked cases share."""
        drafter, publisher = (
            self.city.as_("POLICY_OFFICER", "5104", subject=subject, at=_PUBLISHED).eligibility
            for subject in ("drafter", "publisher")
        )
        for standard in yaml.safe_load(_COMMON.read_text("utf-8"))["standards"]:
            drafted = standards.draft(drafter, **json.loads(json.dumps(standard, default=str)))
            assert drafted.status_code == 201, drafted.text
            published = standards.publish(publisher, drafted)
            assert published.status_code == 200, published.text
