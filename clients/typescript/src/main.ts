// An application from the counter to the decision, step by step, as a front end of the bureau would take it.
import { type Actor, type Addresses, type Change, type Doors, Problem, type Schemas, must, open } from "./client.ts";
import { application as familyOf, papers } from "./family.ts";

type Application = Schemas["ApplicationDetail"];

const COUNTY = "510411";
const TOWNSHIP = "510411101";
const VILLAGE = "510411101200";
const DAY = 86_400_000;
const PATIENCE = 120_000;

const addresses: Addresses = {
  intake: process.env["DOUDI_INTAKE_URL"] ?? "http://127.0.0.1:8001",
  eligibility: process.env["DOUDI_ELIGIBILITY_URL"] ?? "http://127.0.0.1:8002",
  alerts: process.env["DOUDI_ALERTS_URL"] ?? "http://127.0.0.1:8003",
};

const people = {
  clerk: { role: "TOWNSHIP_OFFICER", division: TOWNSHIP, subject: "ts-township" },
  verifier: { role: "VERIFICATION_OFFICER", division: COUNTY, subject: "ts-verifier" },
  county: { role: "COUNTY_OFFICER", division: COUNTY, subject: "ts-county" },
  supervisor: { role: "CITY_SUPERVISOR", division: "5104", subject: "ts-supervisor" },
} satisfies Record<string, Actor>;

// Two weeks before yesterday, so that the seven days of the public notice were over by then. Never ahead of the real
// clock: what is sent between the services would wait until that moment comes.
const handedIn = moment(Date.now() - 15 * DAY);
const afterNotice = moment(Date.now() - DAY);

/** Return an instant of that day in Panzhihua's office hours. */
function moment(time: number): string {
  return `${new Date(time + 8 * 3_600_000).toISOString().slice(0, 10)}T10:00:00+08:00`;
}

/** Read the application, then take a step from the version that was read. */
async function take(doors: Doors, id: string, change: Change): Promise<Application> {
  const path = { application_id: id };
  const read = await doors.intake.GET("/v1/applications/{application_id}", { params: { path } });
  await must(Promise.resolve(read));
  const changed = await must(
    doors.intake.POST("/v1/applications/{application_id}/transitions", {
      params: { path, header: { "If-Match": read.response.headers.get("ETag") ?? "", "Idempotency-Key": crypto.randomUUID() } },
      body: change,
    }),
  );
  console.log(`${change.action} -> ${changed.state}`);
  return changed;
}

/** Take a step that waits for the determination, which comes by itself; other refusals are final. */
async function takeWhenDetermined(doors: Doors, id: string, change: Change): Promise<Application> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await take(doors, id, change);
    } catch (problem) {
      const waiting = problem instanceof Problem && problem.body.code.includes("determination");
      if (!waiting || Date.now() > until) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

const clerk = await open(addresses, people.clerk, handedIn);
const verifier = await open(addresses, people.verifier, handedIn);
const body = familyOf(VILLAGE, handedIn.slice(0, 10));
const created = await must(
  clerk.intake.POST("/v1/applications", { params: { header: { "Idempotency-Key": crypto.randomUUID() } }, body }),
);
const { id } = created;
console.log(`created ${created.number}`);

await take(clerk, id, { action: "SUBMIT" });
await take(clerk, id, { action: "ACCEPT" });
await take(clerk, id, { action: "START_SURVEY", surveyors: ["ts-township", "ts-village"] });
await take(clerk, id, {
  action: "REQUEST_VERIFICATION",
  surveyed_on: handedIn.slice(0, 10),
  member_present: "本人",
  documents: papers("SURVEY_FORM"),
});
await take(verifier, id, {
  action: "REPORT_VERIFICATION",
  conclusion: "FITS",
  report_number: "HD-TS-1",
  documents: papers("VERIFICATION_REPORT"),
});
await takeWhenDetermined(clerk, id, { action: "GIVE_OPINION", in_favour: true, opinion: "经调查核对，建议纳入" });

const clerkAfter = await open(addresses, people.clerk, afterNotice);
const county = await open(addresses, people.county, afterNotice);
await take(clerkAfter, id, { action: "FORWARD", documents: papers("NOTICE_PHOTO") });
const decided = await takeWhenDetermined(county, id, { action: "CONFIRM", lines: [{ programme: "DIBAO" }] });

const determinations = await must(
  county.intake.GET("/v1/applications/{application_id}/determinations", { params: { path: { application_id: id } } }),
);
const determination = determinations.items[0];
if (determination === undefined) throw new Error("decided without a determination");
const explained = await must(
  county.eligibility.GET("/v1/determinations/{determination_id}", {
    params: { path: { determination_id: determination.eligibility_id } },
  }),
);
console.log(`determination ${explained.id} as of ${explained.as_of}`);

const supervisor = await open(addresses, people.supervisor);
const heard = await must(
  supervisor.alerts.GET("/v1/received-events", { params: { query: { subject: id, limit: 100 } } }),
);
console.log(`alerts heard ${heard.items.length} events`);

const line = decided.lines[0];
console.log(JSON.stringify({ id, state: decided.state, programme: line?.programme, monthly_amount: line?.monthly_amount }));
