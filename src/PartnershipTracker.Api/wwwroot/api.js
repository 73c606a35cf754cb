/**
 * Requests to the API. What was read is kept with its ETag, so that reading it again costs a 304 where nothing has changed.
 *
 * @typedef {import('./openapi.js').components['schemas']} Schemas
 * @typedef {Schemas['Meeting']} Meeting
 * @typedef {{ pointer?: string | null, parameter?: string | null, code: string, detail: string }} Fault
 * @typedef {{ status: number, code?: string, title?: string, detail?: string, errors?: Fault[] }} ProblemBody
 */
import { language } from './words.js';

const keyName = 'api-key';

/** The number of answers to keep. */
const maxKnown = 200;

/** The address of the application, with its path base. */
export const root = new URL('.', document.baseURI);

/** The instant since which `changes` are counted. */
export const opened = new Date();

/** @type {Map<string, { etag: string, body: unknown }>} */
const known = new Map();

/** @type {string | null} */
let token = null;

/** Renews the token when it is refused. @type {(() => Promise<void>) | null} */
let renew = null;

/** @type {Promise<void> | null} */
let renewing = null;

/** An answer of the API that is no success. */
export class Problem extends Error {
  /** @param {ProblemBody} body */
  constructor(body) {
    super(body.detail ?? body.title ?? String(body.status));
    this.status = body.status;
    this.code = body.code ?? '';
    /** @type {Fault[]} */
    this.faults = body.errors ?? [];
  }
}

/** A request without an answer. */
export class Unreachable extends Error {}

/** Keeps a key for this session; null forgets it, and a token. @param {string | null} key */
export function useKey(key) {
  known.clear();
  token = null;
  renew = null;
  key ? sessionStorage.setItem(keyName, key) : sessionStorage.removeItem(keyName);
}

/** Uses an access token, which is kept in memory only. @param {string} value @param {(() => Promise<void>) | null} renewal */
export function useToken(value, renewal) {
  token = value;
  renew = renewal;
}

export const hasCredential = () => token !== null || sessionStorage.getItem(keyName) !== null;

/** Returns the absolute address of a path of the API, or of a link from an answer. @param {string} path */
export const addressOf = path => new URL(path.startsWith('/') ? path : `api/v1/${path}`, root);

/**
 * Reads JSON or text.
 * @template T
 * @param {string} path
 * @param {{ accept?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<{ body: T, etag: string, isNew: boolean }>}
 */
export async function read(path, { accept = 'application/json', signal } = {}) {
  const key = `${language()} ${path}`;
  const before = known.get(key);
  const answer = await send(path, { headers: { Accept: accept, ...(before && { 'If-None-Match': before.etag }) }, signal });

  if (answer.status === 304 && before) {
    return { body: /** @type {T} */ (before.body), etag: before.etag, isNew: false };
  }

  const body = accept === 'application/json' ? await answer.json() : await answer.text();
  const etag = answer.headers.get('ETag') ?? '';

  if (known.size >= maxKnown) {
    known.clear();
  }

  if (etag) {
    known.set(key, { etag, body });
  }

  return { body, etag, isNew: before !== undefined };
}

/** Reads the body alone. @template T @param {string} path @param {{ accept?: string, signal?: AbortSignal }} [options] @returns {Promise<T>} */
export const get = async (path, options) => /** @type {T} */ ((await read(path, options)).body);

/**
 * Sends a change, and returns the answer's body.
 * @param {'POST' | 'PUT' | 'PATCH' | 'DELETE'} method
 * @param {string} path
 * @param {{ body?: unknown, etag?: string, reason?: string, id?: string }} options `id` makes a repeated POST safe
 */
export async function change(method, path, { body, etag, reason, id }) {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const answer = await send(path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': type }),
      ...(etag ? { 'If-Match': etag } : {}),
      ...(id ? { 'Idempotency-Key': id } : {}),
      ...(reason ? { 'Change-Reason': encodeURIComponent(reason) } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

  return answer.status === 204 ? null : answer.json();
}

/** @param {string} path @param {RequestInit} request @param {boolean} [isRepeated] @returns {Promise<Response>} */
async function send(path, request, isRepeated = false) {
  const headers = new Headers(request.headers);
  const key = sessionStorage.getItem(keyName);
  headers.set('Accept-Language', language());

  if (token) {
    headers.set('Authorization', `Bearer ${token}`);
  } else if (key) {
    headers.set('X-Api-Key', key);
  }

  let answer;

  try {
    answer = await fetch(addressOf(path), { ...request, headers, cache: 'no-store' });
  } catch (error) {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : new Unreachable();
  }

  if (answer.ok || answer.status === 304) {
    return answer;
  }

  if (answer.status === 401 && renew && !isRepeated) {
    renewing ??= renew().catch(() => { renew = null; }).finally(() => { renewing = null; });
    await renewing;

    return send(path, request, true);
  }

  throw new Problem({ ...await answer.json().catch(() => ({})), status: answer.status });
}

/** The collections that have a list of their own. */
export const collections = ['meetings', 'collaborations', 'people', 'companies', 'affiliates', 'areas', 'trips', 'sources', 'citations'];

/**
 * Returns the address of a view.
 * @param {string} view
 * @param {URLSearchParams | Record<string, string> | string[][]} [query]
 */
export function viewAddress(view, query = {}) {
  const all = new URLSearchParams([['view', view], ...new URLSearchParams(query)]);
  const asked = new URLSearchParams(location.search).get('lang');

  if (asked && !all.has('lang')) {
    all.set('lang', asked);
  }

  return `?${all}`;
}

/** Finds resources by a part of a name, initials or a name with typos. @param {string} q @returns {Promise<any[]>} */
export const find = async q => (q.trim() ? (await get(`search/suggestions?q=${encodeURIComponent(q.trim())}`).catch(() => ({ items: [] }))).items : []);

/** Returns the view that shows what an address of the API answers. @param {string} link */
export function viewOf(link) {
  const url = addressOf(link);
  const [resource, id] = url.pathname.slice(addressOf('').pathname.length).split('/');

  return resource === 'network' ? viewAddress('network', url.searchParams)
    : id ? viewAddress('item', { resource, id: decodeURIComponent(id) })
      : viewAddress(resource, url.searchParams);
}

/**
 * Reads a picture, whose marks become links to views.
 * @param {string} path
 * @param {URLSearchParams} query the filters
 * @param {AbortSignal} signal
 */
export async function picture(path, query, signal) {
  const asked = new URLSearchParams(query);
  asked.delete('view');
  asked.set('lang', language());
  asked.set('links', 'true');
  const text = /** @type {string} */ (await get(`${path}?${asked}`, { accept: 'image/svg+xml', signal }));
  const drawing = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
  drawing.querySelectorAll('a').forEach(a => a.setAttribute('href', viewOf(a.getAttribute('href') ?? '')));
  const frame = document.createElement('div');
  Object.assign(frame, { className: 'picture', role: 'region', ariaLabel: drawing.getAttribute('aria-label'), tabIndex: 0 });
  frame.append(drawing);

  return frame;
}
