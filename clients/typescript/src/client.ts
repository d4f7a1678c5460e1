// One caller at the three services: typed by the frozen descriptions, with a token, and with errors as `Problem`.
import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths as AlertsPaths } from "./schema/alerts.d.ts";
import type { paths as EligibilityPaths } from "./schema/eligibility.d.ts";
import type { components, operations, paths as IntakePaths } from "./schema/intake.d.ts";

export type Schemas = components["schemas"];
export type ProblemBody = Schemas["Problem"];
/** Any step of an application, by its `action`. */
export type Change = operations["transition_application"]["requestBody"]["content"]["application/json"];

/** Where the services are; `make run` prints these addresses. */
export interface Addresses {
  readonly intake: string;
  readonly eligibility: string;
  readonly alerts: string;
}

/** Who is calling. In production a token comes from the bureau's issuer; a development system gives one to anybody. */
export interface Actor {
  readonly role: string;
  readonly division: string;
  readonly subject: string;
}

export interface Doors {
  readonly intake: Client<IntakePaths>;
  readonly eligibility: Client<EligibilityPaths>;
  readonly alerts: Client<AlertsPaths>;
}

/** What a service answered instead of what was asked. Decide by `code`; show `title` and `detail`. */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    const places = body.errors.map((error) => `${error.pointer} ${error.code}`).join("; ");
    super(`${body.status} ${body.code}: ${body.detail} ${places}`.trimEnd());
    this.name = "Problem";
    this.body = body;
  }
}

/** Return the data of an answer; throw its problem. */
export async function must<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (data === undefined) {
    if (response.headers.get("content-type") === "application/problem+json") throw new Problem(error as ProblemBody);
    throw new Error(`${response.status} ${response.url}`);
  }
  return data;
}

/** Open the three doors for a caller. `at` moves the clock of a development system; a real one refuses it. */
export async function open(addresses: Addresses, actor: Actor, at?: string): Promise<Doors> {
  const token = await tokenFor(addresses, actor);
  const dressed: Middleware = {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      if (at !== undefined) request.headers.set("X-Doudi-Now", at);
      return request;
    },
  };
  const doors: Doors = {
    intake: createClient<IntakePaths>({ baseUrl: addresses.intake }),
    eligibility: createClient<EligibilityPaths>({ baseUrl: addresses.eligibility }),
    alerts: createClient<AlertsPaths>({ baseUrl: addresses.alerts }),
  };
  for (const client of [doors.intake, doors.eligibility, doors.alerts]) client.use(dressed);
  return doors;
}

async function tokenFor(addresses: Addresses, actor: Actor): Promise<string> {
  const anybody = createClient<IntakePaths>({ baseUrl: addresses.intake });
  const granted = await must(
    anybody.POST("/oauth2/token", {
      body: {
        grant_type: "client_credentials",
        client_id: "dev",
        role: actor.role,
        division: actor.division,
        sub: actor.subject,
      },
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
  );
  return granted.access_token;
}
