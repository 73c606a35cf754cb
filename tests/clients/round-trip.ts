// What each generated client must be able to do with a company.
import assert from "node:assert/strict";

interface Company {
  id: string;
  version?: number;
  name?: { ko?: string | null };
  country?: string | null;
}

interface Answer<T> {
  status: number;
  body?: T;
}

export interface Client {
  create(id: string): Promise<Answer<Company>>;
  read(id: string): Promise<Answer<Company>>;
  list(): Promise<Answer<{ items: Company[] }>>;
  clearCountry(id: string, entityTag: string): Promise<Answer<Company>>;
  remove(id: string, entityTag: string): Promise<Answer<unknown>>;
}

export const address = process.argv[2]!;

export async function roundTrip(client: Client): Promise<void> {
  const id = `client-${crypto.randomUUID()}`;
  assert.equal((await client.create(id)).status, 201);
  const read = await client.read(id);
  assert.deepEqual([read.body?.name?.ko, read.body?.country], ["암", "GB"]);
  const listed = await client.list();
  assert(listed.body?.items.some((company) => company.id === id));
  const patched = await client.clearCountry(id, '"1"');
  assert.deepEqual([patched.body?.version, patched.body?.name?.ko, patched.body?.country ?? null], [2, "암", null]);
  assert.equal((await client.remove(id, '"1"')).status, 412);
  assert.equal((await client.remove(id, '"2"')).status, 204);
  assert.equal((await client.read(id)).status, 404);
}
