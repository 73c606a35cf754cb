// The values that a client sends and reads, as generated types. A line that must not compile says why.
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
type Query = NonNullable<paths["/api/v1/companies"]["get"]["parameters"]["query"]>;
type Page = paths["/api/v1/companies"]["get"]["responses"]["200"]["content"]["application/json"];
type Created = paths["/api/v1/companies"]["post"]["responses"]["201"]["content"]["application/json"];
type Failure = paths["/api/v1/companies"]["post"]["responses"]["default"]["content"]["application/problem+json"];
type Deletion = paths["/api/v1/companies/{companyId}"]["delete"]["parameters"]["header"];

export const created: Schemas["CompanyCreateRequest"] = { id: "arm", name: { en: "Arm" } };
export const replaced: Schemas["CompanyRequest"] = { name: { en: "Arm" } };
export const patched: Schemas["CompanyPatch"] = { website: null };
export const deleted: Deletion = { "If-Match": "\"1\"" };
export const listed: Query = { limit: 10, sort: "-updatedAt" };
export const version = (answer: Created): number => answer.version;
export const next = (page: Page): string | undefined => page.next;
export const code = (problem: Failure): string => problem.code;

// @ts-expect-error a new company has an id
export const withoutId: Schemas["CompanyCreateRequest"] = { name: { en: "Arm" } };
// @ts-expect-error a company has a name
export const withoutName: Schemas["CompanyRequest"] = {};
// @ts-expect-error a deletion names the version that was read
export const withoutVersion: Deletion = {};
// @ts-expect-error this is no order of companies
export const withoutOrder: Query = { sort: "colour" };
