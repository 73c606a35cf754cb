import { createCompany, deleteCompany, getCompany, listCompanies, patchCompany } from "./obj/orval/api";
import { address, roundTrip } from "./round-trip";

// In a browser, the addresses of the client are those of the page. Elsewhere they need an origin.
const { fetch } = globalThis;
globalThis.fetch = (url, options) => fetch(new URL(String(url), address), options);

void roundTrip({
  create: (id) => answer(createCompany({ id, name: { ko: "암", en: "Arm" }, country: "GB" })),
  read: (id) => answer(getCompany(id)),
  list: () => answer(listCompanies({ q: "Arm", limit: 200 })),
  clearCountry: (id, version) => answer(patchCompany(id, { country: null }, { headers: { "If-Match": version } })),
  remove: (id, version) => answer(deleteCompany(id, { headers: { "If-Match": version } })),
});

async function answer<T>(call: Promise<{ data: unknown; status: number }>): Promise<{ status: number; body?: T }> {
  const { data, status } = await call;

  return { status, body: data as T };
}
