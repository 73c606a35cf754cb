/** The list of a collection, by pages. Every filter of the API may stand in the address. */
import { html, nothing } from '../vendor/lit-html.js';
import { get, viewAddress } from '../api.js';
import { dateOf, doubts, link, organization, several } from '../marks.js';
import { nameOf, text } from '../words.js';

/** @typedef {import('../marks.js').Included} Included */
/** @typedef {[string, (item: any, included: Included) => unknown]} Column */

/** @param {string} resource @returns {Column} */
const name = resource => ['name', item => html`<a href=${viewAddress('item', { resource, id: item.id })}>
  ${nameOf(item.name ?? item.title) || item.id}</a> ${doubts(item)}`];

/** @type {Column} */
const aliases = ['aliases', item => item.aliases.map((/** @type {any} */ alias) => alias.name).join(', ')];

/** @type {Column} */
const country = ['country', item => item.country ?? ''];

/** @type {Record<string, { include?: string, sorts: string[], filters: string[], columns: Column[] }>} */
const lists = {
  meetings: {
    include: 'companies,affiliates,participants,areas', sorts: ['-date', 'date', '-updatedAt'],
    filters: ['q', 'affiliate', 'company', 'area', 'person', 'status', 'kind', 'from', 'to'],
    columns: [
      ['date', item => dateOf(item.date)], name('meetings'), ['status', item => text(item.status)],
      ['organization', (item, included) => several([...new Set(item.participants.map((/** @type {any} */ p) => p.organization).filter(Boolean))]
        .map(id => organization(/** @type {string} */ (id), included)))],
      ['areas', (item, included) => several(item.areas.map((/** @type {any} */ a) => link('areas', a.area, included)))],
    ],
  },
  collaborations: {
    include: 'affiliate,company,area', sorts: ['affiliate', '-updatedAt'], filters: ['q', 'affiliate', 'company', 'area', 'stage'],
    columns: [
      ['collaboration', (item, included) => html`<a href=${viewAddress('item', { resource: 'collaborations', id: item.id })}>
        ${collaboration(item, included)}</a> ${doubts(item)}`],
      ['stage', item => text(item.stage)],
      ['since', item => dateOf(item.stages.at(-1)?.since ?? item.stages.at(-1)?.reported)], ['description', item => item.description ?? ''],
    ],
  },
  people: {
    include: 'companies,affiliates', sorts: ['name', '-updatedAt'], filters: ['q', 'organization'],
    columns: [name('people'), ['positions', (item, included) => several(item.positions.map((/** @type {any} */ p) =>
      html`${nameOf(p.title)} ${organization(p.organization, included)}`))], aliases],
  },
  companies: { sorts: ['name', '-updatedAt'], filters: ['q', 'country'], columns: [name('companies'), aliases, country] },
  affiliates: { sorts: ['name', '-updatedAt'], filters: ['q', 'country'], columns: [name('affiliates'), aliases, country] },
  areas: {
    include: 'parent', sorts: ['name', '-updatedAt'], filters: ['q'],
    columns: [name('areas'), aliases, ['description', item => item.description ?? '']],
  },
  trips: { sorts: ['-date', 'date'], filters: ['q', 'from', 'to'], columns: [['date', item => dateOf(item.date)], name('trips')] },
  sources: { sorts: ['-updatedAt'], filters: ['q'], columns: [['date', item => dateOf(item.published)], name('sources')] },
  citations: {
    include: 'source', sorts: ['-updatedAt'], filters: [],
    columns: [
      ['note', item => html`<a href=${viewAddress('item', { resource: 'citations', id: item.id })}>${item.quote ?? item.note ?? item.id}</a>`],
      ['evidence.about', item => text(item.target.type)], ['modality', item => text(item.modality)], ['stance', item => text(item.stance)],
      ['sources', (item, included) => link('sources', item.source, included)],
    ],
  },
};

/** Names a collaboration by its parts. @param {any} item @param {Included} included */
export const collaboration = (item, included) => [['affiliates', item.affiliate], ['companies', item.company], ['areas', item.area]]
  .map(([resource, id]) => nameOf(included?.[resource]?.[id]?.name) || id).join(' × ');

/** @param {URLSearchParams} query */
const resourceOf = query => query.get('view') ?? '';

/** @param {URLSearchParams} query */
export const filters = query => lists[resourceOf(query)].filters;

/** @param {import('../main.js').Page} page */
export async function show({ query, signal, go }) {
  const resource = resourceOf(query);
  const { include, sorts, columns } = lists[resource];
  const asked = new URLSearchParams(query);
  ['view', 'lang'].forEach(name => asked.delete(name));
  const isFirst = !asked.has('cursor');
  const sort = query.get('sort') ?? sorts[0];
  asked.set('sort', sort);
  asked.set('count', 'true');
  include && asked.set('include', include);
  const page = /** @type {any} */ (await get(`${resource}?${asked}`, { signal }));

  /** @param {string} name @param {string | null} value */
  const with_ = (name, value) => {
    const all = new URLSearchParams(query);
    all.delete('view');
    all.delete('cursor'); // it belongs to one order
    value === null ? all.delete(name) : all.set(name, value);

    return viewAddress(resource, all);
  };

  return html`
    <p class="above"><span id="total">${text('total', page.total)}</span>
      <label>${text('sort')} <select @change=${(/** @type {Event} */ event) => go(with_('sort', /** @type {HTMLSelectElement} */ (event.target).value))}>
        ${sorts.map(each => html`<option value=${each} ?selected=${each === sort}>${text(`sort.${each}`)}</option>`)}</select></label></p>
    ${page.items.length === 0 ? html`<p class="soft">${text('nothing')}</p>` : html`<div class="wide" role="region" tabindex="0" aria-label=${text(resource)}>
      <table><thead><tr>${columns.map(([column]) => html`<th scope="col">${text(column)}</th>`)}</tr></thead>
      <tbody>${page.items.map((/** @type {any} */ item) => html`<tr>${columns.map(([, cell]) => html`<td>${cell(item, page.included)}</td>`)}</tr>`)}</tbody>
      </table></div>`}
    <p class="pages">${isFirst ? nothing : html`<a class="button" href=${with_('cursor', null)}>${text('first')}</a> `}
      ${page.nextCursor ? html`<a class="button" href=${with_('cursor', page.nextCursor)} rel="next">${text('more')}</a>` : nothing}</p>`;
}
