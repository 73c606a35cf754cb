/**
 * Asks for a credential: a sign-in at the OpenID Connect issuer where one is configured, else an API key.
 * The sign-in is an authorization code with PKCE (RFC 6749, RFC 7636, RFC 9207). Its tokens stay in memory.
 */
import { html } from './vendor/lit-html.js';
import { hasCredential, root, useKey, useToken } from './api.js';
import { text } from './words.js';

/**
 * @typedef {{ issuer: string, clientId: string, scopes: string }} Client
 * @typedef {{ authorization_endpoint: string, token_endpoint: string }} Endpoints
 * @typedef {{ verifier: string, state: string, address: string }} Begun
 */

const begunName = 'sign-in';

/**
 * @param {() => void} again reads the view again, with the credential
 * @param {(message: string) => void} say
 */
export async function askForCredential(again, say) {
  const client = await configured();

  return client ? html`
    <div class="card">
      <p>${text(hasCredential() ? 'sign-in.refused' : 'sign-in.needed')}</p>
      <button @click=${() => begin(client).catch(() => say(text('sign-in.unexpected')))}>${text('sign-in')}</button>
    </div>` : html`
    <form class="card" @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      useKey(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('key')).trim());
      again();
    }}>
      <p>${text(hasCredential() ? 'key.wrong' : 'key.needed')}</p>
      <label>${text('key.label')} <input name="key" type="password" autocomplete="off" required></label>
      <button>${text('key.use')}</button>
    </form>`;
}

/** Ends the sign-in that `begin` began, and goes back to the view that it was for. */
export async function complete() {
  const answer = new URLSearchParams(location.search);
  /** @type {Begun | null} */
  const begun = JSON.parse(sessionStorage.getItem(begunName) ?? 'null');
  sessionStorage.removeItem(begunName);
  history.replaceState(null, '', begun?.address || root.pathname);
  const client = await configured();
  const code = answer.get('code');

  if (!client || !begun || begun.state !== answer.get('state') || (answer.get('iss') ?? client.issuer) !== client.issuer || !code) {
    throw new Error(answer.get('error_description') ?? answer.get('error') ?? text('sign-in.unexpected'));
  }

  await take(client, { grant_type: 'authorization_code', code, redirect_uri: root.href, code_verifier: begun.verifier });
}

/** Sends the browser to the issuer. @param {Client} client */
async function begin(client) {
  const begun = { verifier: random(), state: random(), address: location.search };
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier));
  const address = new URL((await endpoints(client)).authorization_endpoint);
  sessionStorage.setItem(begunName, JSON.stringify(begun));

  for (const [name, value] of Object.entries({
    response_type: 'code', client_id: client.clientId, redirect_uri: root.href, scope: client.scopes, state: begun.state,
    code_challenge: encoded(new Uint8Array(hash)), code_challenge_method: 'S256',
  })) {
    address.searchParams.set(name, value);
  }

  location.assign(address);
}

/** Takes an access token from the issuer, and a way to renew it if there is one. @param {Client} client @param {Record<string, string>} grant */
async function take(client, grant) {
  const answer = await fetch((await endpoints(client)).token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ ...grant, client_id: client.clientId }),
  });
  const body = await answer.json();

  if (!answer.ok) {
    throw new Error(body.error_description ?? body.error ?? text('sign-in.unexpected'));
  }

  const refresh = body.refresh_token ?? grant.refresh_token;
  useToken(body.access_token, refresh ? () => take(client, { grant_type: 'refresh_token', refresh_token: refresh }) : null);
}

/** Returns this page's entry at the issuer, or null where keys are used. @returns {Promise<Client | null>} */
async function configured() {
  const answer = await fetch(new URL('sign-in.json', root));

  return answer.status === 200 ? answer.json() : null;
}

/** Reads where the issuer signs in (OpenID Connect Discovery 1.0). @param {Client} client @returns {Promise<Endpoints>} */
const endpoints = async client => (await fetch(`${client.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)).json();

const random = () => encoded(crypto.getRandomValues(new Uint8Array(32)));

/** Base64url without padding (RFC 4648, section 5). @param {Uint8Array} bytes */
const encoded = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
