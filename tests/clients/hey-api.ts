import { client } from "./obj/hey-api/client.gen";
import { createCompany, deleteCompany, getCompany, listCompanies, patchCompany } from "./obj/hey-api";
import { address, roundTrip } from "./round-trip";

client.setConfig({ baseUrl: address });

void roundTrip({
  create: (id) => answer(createCompany({ body: { id, name: { ko: "암", en: "Arm" }, country: "GB" } })),
  read: (id) => answer(getCompany({ path: { companyId: id } })),
  list: () => answer(listCompanies({ query: { q: "Arm", limit: 200 } })),
  clearCountry: (id, version) => answer(patchCompany({ path: { companyId: id }, headers: { "If-Match": version }, body: { country: null } })),
  remove: (id, version) => answer(deleteCompany({ path: { companyId: id }, headers: { "If-Match": version } })),
});

async function answer<T>(call: Promise<{ data?: T; response: Response }>): Promise<{ status: number; body?: T }> {
  const { data, response } = await call;

  return { status: response.status, body: data };
}
