// Types from the frozen descriptions: one file for each service, in src/schema/ (not kept in the repository).
import { mkdir, readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const descriptions = new URL("../../openapi/", import.meta.url);
const target = new URL("src/schema/", import.meta.url);

await mkdir(target, { recursive: true });
for (const service of ["intake", "eligibility", "alerts"]) {
  const types = await openapiTS(JSON.parse(await readFile(new URL(`${service}.json`, descriptions), "utf8")), {
    defaultNonNullable: false,
  });
  await writeFile(new URL(`${service}.d.ts`, target), astToString(types));
}
