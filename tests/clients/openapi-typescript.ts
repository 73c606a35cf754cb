import createClient from "openapi-fetch";
import type { paths } from "./obj/openapi-typescript/schema";
import { address, roundTrip } from "./round-trip";

const tracker = createClient<paths>({ baseUrl: address });
const one = (companyId: string) => ({ path: { companyId } });

void roundTrip({
  create: (id) => answer(tracker.POST("/api/v1/companies", { body: { id, name: { ko: "암", en: "Arm" }, country: "GB" } })),
  read: (id) => answer(tracker.GET("/api/v1/companies/{companyId}", { params: one(id) })),
  list: () => answer(tracker.GET("/api/v1/companies", { params: { query: { q: "Arm", limit: 200 } } })),
  clearCountry: (id, version) => answer(tracker.PATCH("/api/v1/companies/{companyId}", {
    params: { ...one(id), header: { "If-Match": version } },
    body: { country: null },
    headers: { "Content-Type": "application/merge-patch+json" },
  })),
  remove: (id, version) => answer(tracker.DELETE("/api/v1/companies/{companyId}", {
    params: { ...one(id), header: { "If-Match": version } },
  })),
});

async function answer<T>(call: Promise<{ data?: T; response: Response }>): Promise<{ status: number; body?: T }> {
  const { data, response } = await call;

  return { status: response.status, body: data };
}
