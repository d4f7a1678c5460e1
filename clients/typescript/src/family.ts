// A family that does not exist, as an application tells of it.
import type { Schemas } from "./client.ts";

type NewApplication = Schemas["NewApplication"];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Return an identity number that can exist: place, day of birth, sequence and check digit. */
export function identityNumber(born: string, sequence: number): string {
  const digits = `510411${born.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return digits + "10X98765432".charAt(sum % 11);
}

/** Return the papers of these kinds. */
export function papers(...kinds: Schemas["DocumentKind"][]): Schemas["NewDocument"][] {
  return kinds.map((kind) => ({ kind, title: kind.toLowerCase() }));
}

/** Return the application of somebody living alone in a village, with 300 yuan a month and no property. */
export function application(village: string, signedOn: string): NewApplication {
  const sequence = Math.floor(Math.random() * 499) * 2 + 1;
  return {
    channel: "WINDOW",
    programmes: ["DIBAO"],
    household: { division: village, address: "测试村一组1号", account_holder: "张建国", bank_account: "6217000000000000001" },
    people: [
      {
        ref: "M1",
        name: "张建国",
        id_number: identityNumber("1976-03-12", sequence),
        ethnicity: "01",
        phone: "13800000000",
        authorisation: { signed_on: signedOn, version: "2021" },
      },
    ],
    applicant: "M1",
    facts: {
      division: village,
      residence: "RURAL",
      applicant: "M1",
      members: [
        {
          ref: "M1",
          relation: "SELF",
          student_level: "NONE",
          can_live_independently: true,
          lives_apart: false,
          statuses: [],
          labour_ability: "FULL",
          employed: true,
          disability: { kind: "NONE" },
          serious_illness_recognised: false,
        },
      ],
      relatives: [],
      income_items: [{ kind: "WAGES", person: "M1", amount: "3600.00", transfers_out: "0.00" }],
      deduction_items: [],
      assets: [],
    },
    needs: "因病致贫，收入不足以维持基本生活",
    documents: papers("APPLICATION_FORM", "COMMITMENT", "AUTHORISATION"),
  };
}
