/** Who works with whom, on what: the picture, the connections of one node, and paths between two. */
import { html, nothing } from '../vendor/lit-html.js';
import { get, picture, viewAddress, viewOf } from '../api.js';
import { link } from '../marks.js';
import { nameOf, text } from '../words.js';
import { collaboration } from './list.js';

/** @typedef {import('../api.js').Schemas} Schemas */

/** The names of the collections of nodes. @type {Record<string, string>} */
const plural = { affiliate: 'affiliates', company: 'companies', area: 'areas', person: 'people' };

/** @param {URLSearchParams} query */
const isPath = query => query.has('start') || query.has('end');

/** @param {URLSearchParams} query */
export const filters = query => (isPath(query) ? ['start', 'end']
  : ['around', ...(query.get('around') ? ['depth'] : []), 'affiliate', 'company', 'area', 'status', 'from', 'to']);

/** @param {import('../main.js').Page} page */
export async function show(page) {
  const { query, signal } = page;

  return html`
    <p><a class="button" href=${isPath(query) ? viewAddress('network') : viewAddress('network', { start: query.get('around') ?? '', end: '' })}>
      ${text(isPath(query) ? 'network' : 'path.find')}</a></p>
    ${isPath(query) ? await paths(query, signal) : query.get('around') ? await around(query, signal) : await picture('network.svg', query, signal)}`;
}

/** @param {URLSearchParams} query @param {AbortSignal} signal */
async function around(query, signal) {
  const asked = new URLSearchParams(query);
  ['view', 'lang'].forEach(name => asked.delete(name));
  asked.set('depth', query.get('depth') ?? '1');
  const { nodes, edges } = /** @type {Schemas['Network']} */ (await get(`network?${asked}`, { signal }));

  return edges.length === 0 ? html`<p class="soft">${text('nothing')}</p>` : html`<div class="wide" role="region" tabindex="0" aria-label=${text('connections')}><table>
    <thead><tr><th scope="col">${text('from')}</th><th scope="col">${text('to')}</th><th scope="col">${text('connections')}</th>
      <th scope="col">${text('facts')}</th></tr></thead>
    <tbody>${edges.map(edge => html`<tr><td>${node(edge.source, nodes)}</td><td>${node(edge.target, nodes)}</td>
      <td>${text(`connection.${edge.type}`)}</td><td>${facts(edge)}</td></tr>`)}</tbody></table></div>`;
}

/** @param {URLSearchParams} query @param {AbortSignal} signal */
async function paths(query, signal) {
  const [from, to] = [query.get('start') ?? '', query.get('end') ?? ''];

  if (!from || !to || from === to) {
    return html`<p>${text('path.choose')}</p>`;
  }

  const found = /** @type {any} */ (await get(`network/path?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`, { signal }));

  return found.path === null ? html`<p>${text('path.none')}</p>` : html`
    ${[found.path, ...found.alternatives.map((/** @type {any} */ other) => other.path)].map((path, index) => html`
      ${index > 0 ? html`<h2>${text('path.other')}</h2>` : nothing}
      <ol class="path">${path.map((/** @type {any} */ hop) => html`<li>${node(hop.from.id, [hop.from])} – ${node(hop.to.id, [hop.to])}
        <ul>${hop.edges.map((/** @type {any} */ edge) => html`<li>${text(`connection.${edge.type}`)}: ${facts(edge)}</li>`)}</ul></li>`)}</ol>`)}
    ${found.hasMore ? html`<p class="soft">${text('path.more')}</p>` : nothing}`;
}

/** @param {string} id @param {{ id: string, type: string, name: any }[]} nodes */
function node(id, nodes) {
  const found = nodes.find(n => n.id === id);
  const collection = plural[found?.type ?? 'company'];

  return link(collection, id, found && { [collection]: { [id]: found } });
}

/** The facts behind a connection. @param {{ weight: number, facts: string[], list: string | null }} edge */
const facts = edge => html`${edge.list ? html`<a href=${viewOf(edge.list)} aria-label=${`${text('facts')}: ${edge.weight}`}>${edge.weight}</a>` : nothing}
  <details @toggle=${nameFacts}><summary>${text('facts.latest')}</summary>
  <ol>${edge.facts.map(fact => html`<li><a href=${viewOf(fact)} data-fact=${fact} .textContent=${text(fact.split('/').at(-2) ?? '')}></a></li>`)}</ol></details>`;

/** Names the facts of a list that has been opened. @param {Event} event */
async function nameFacts(event) {
  for (const a of /** @type {Element} */ (event.target).querySelectorAll('a')) {
    const fact = /** @type {any} */ (await get(a.dataset.fact ?? '').catch(() => null));
    a.textContent = fact === null ? a.textContent
      : fact.affiliate ? collaboration(fact, undefined) : [fact.date?.edtf, nameOf(fact.title ?? fact.name)].filter(Boolean).join(' ');
  }
}
