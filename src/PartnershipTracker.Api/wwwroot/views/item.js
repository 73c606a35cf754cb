/** One resource: its facts, the evidence of each, and its history. */
import { html, nothing } from '../vendor/lit-html.js';
import { Problem, get, viewAddress } from '../api.js';
import { dateOf, doubts, inWords, labelOf, link, organization, several } from '../marks.js';
import { hasText, nameOf, text } from '../words.js';
import { collaboration } from './list.js';

/** @typedef {import('../marks.js').Included} Included */
/** @typedef {import('../api.js').Schemas['Citation']} Citation */

/** The resources that are read with others, and of those the ones that citations are about. @type {Record<string, [string, string?]>} */
const kinds = {
  meetings: ['trip,companies,affiliates,participants,areas', 'meeting'],
  collaborations: ['affiliate,company,area', 'collaboration'],
  people: ['companies,affiliates', 'person'],
  trips: ['traveller', 'trip'],
  affiliates: ['parent'],
  areas: ['parent'],
  citations: ['source'],
  companies: [''],
  sources: [''],
};

/** The members that are shown elsewhere, or not at all. */
const hidden = new Set([
  'id', 'name', 'title', 'participants', 'areas', 'positions', 'stages', 'disputed', 'unsupported', 'modalities', 'createdAt', 'updatedAt',
  'included', 'readers', 'sha256', 'length', 'target', 'span', 'retracted',
]);

/** The words for one of a collection. @type {Record<string, string>} */
const one = {
  meetings: 'meeting', collaborations: 'collaboration', people: 'person', trips: 'trip', affiliates: 'affiliate', areas: 'area',
  citations: 'citation', companies: 'company', sources: 'source',
};

/** @param {URLSearchParams} query */
export const title = query => text(one[query.get('resource') ?? ''] ?? 'missing');

/** @param {import('../main.js').Page} page */
export async function show({ query, signal }) {
  const [resource, id] = [query.get('resource') ?? '', query.get('id') ?? ''];

  if (!Object.hasOwn(kinds, resource)) {
    throw new Problem({ status: 404 });
  }

  const [include, target] = kinds[resource];
  const path = `${resource}/${encodeURIComponent(id)}`;
  const [past, citations] = await Promise.all([
    /** @type {Promise<any>} */ (get(`${path}/history?limit=20`, { signal })),
    citationsOf(resource, id, target, signal),
  ]);

  if (past.items[0]?.operation === 'delete') {
    const last = past.items[0].changes[0]?.before ?? {};

    return html`<h2>${nameOf(last.name ?? last.title) || id}</h2><p class="alert">${text('item.deleted')}</p>${history(past)}`;
  }

  const item = /** @type {any} */ (await get(include ? `${path}?include=${include}` : path, { signal }));

  return html`
    <h2>${resource === 'collaborations' ? collaboration(item, item.included) : nameOf(item.name ?? item.title) || item.quote || id} ${doubts(item)}</h2>
    ${resource === 'meetings' ? html`<p><a class="button" href=${viewAddress('edit', { id })}>${text('edit')}</a></p>` : nothing}
    <dl class="facts">${Object.entries(item).filter(([name, value]) => !hidden.has(name) && value !== null && value !== '' && String(value) !== '')
      .map(([name, value]) => html`<div class=${String(value).length > 80 ? 'long' : nothing}><dt>${text(name === 'language' ? 'bcp47' : name)}</dt><dd>${member(name, value, item.included)}</dd></div>`)}</dl>
    ${parts(item, citations)}
    ${resource === 'citations' ? evidence([item], item.included) : nothing}
    ${target === undefined ? nothing : html`<h3 id="evidence">${text('evidence')}</h3>
      ${evidence(citations.items.filter((/** @type {Citation} */ c) => c.target.part === null || c.target.part === undefined), citations.included)}`}
    ${history(past)}`;
}

/** @param {any} past */
const history = past => html`<h3>${text('history')}</h3><ol class="history">${past.items.map(version)}</ol>`;

/** @param {string} resource @param {string} id @param {string | undefined} target @param {AbortSignal} signal @returns {Promise<any>} */
async function citationsOf(resource, id, target, signal) {
  return target === undefined ? { items: [], included: {} }
    : get(`citations?target=${encodeURIComponent(id)}&include=source&limit=200`, { signal });
}

/** @param {string} name @param {any} value @param {Included} included @returns {unknown} */
function member(name, value, included) {
  switch (name) {
    case 'affiliate': return link('affiliates', value, included);
    case 'company': return link('companies', value, included);
    case 'area': return link('areas', value, included);
    case 'traveller': return link('people', value, included);
    case 'trip': return link('trips', value, included);
    case 'source': return link('sources', value, included);
    case 'aliases': return value.map((/** @type {any} */ alias) => alias.name).join(', ');
    case 'website': case 'url': return html`<a href=${value} rel="noreferrer">${value}</a>`;
    default: return typeof value !== 'object' ? (hasText(String(value)) ? text(String(value)) : String(value))
      : value.edtf !== undefined ? dateOf(value)
        : 'ko' in value || 'en' in value ? nameOf(value)
          : Object.values(value).filter(v => v !== null && typeof v !== 'object').join(', ');
  }
}

/** The parts of a meeting, a collaboration or a person, each with its evidence. @param {any} item @param {any} citations */
function parts(item, citations) {
  const included = item.included;

  /** @param {string} title @param {any[] | undefined} all @param {(part: any) => unknown} describe @param {string} key */
  const section = (title, all, describe, key = 'id') => (all?.length ? html`<h3>${text(title)}</h3><ul class="parts">${all.map(part => html`<li>
    <p>${describe(part)} ${doubts(part)}</p>
    ${evidence(citations.items.filter((/** @type {Citation} */ c) => c.target.part === part[key]), citations.included)}</li>`)}</ul>` : nothing);

  return html`
    ${section('participants', item.participants, part => html`${part.person ? html`${link('people', part.person, included)}, ` : nothing}
      ${part.organization ? organization(part.organization, included) : nameOf(part.party)}
      ${part.statedTitle ? html`“${part.statedTitle}”` : nothing}
      <span class="soft">${text(part.side)}, ${text(part.role)}${part.headCount ? `, ${part.headCount}` : ''}</span>`)}
    ${section('areas', item.areas, part => html`${link('areas', part.area, included)}:
      ${several(part.affiliates.map((/** @type {string} */ id) => link('affiliates', id, included)))} ×
      ${several(part.companies.map((/** @type {string} */ id) => link('companies', id, included)))}
      <span class="mark">${text(part.basis)}</span> ${part.rationale ? html`<br><span class="soft">${part.rationale}</span>` : nothing}`, 'area')}
    ${section('stages', item.stages, part => html`${text(part.stage)} ${part.since ? html`${text('since')} ${dateOf(part.since)}` : nothing}
      ${part.reported ? html`${text('reported')} ${dateOf(part.reported)}` : nothing}`)}
    ${section('positions', item.positions, part => html`${nameOf(part.title)}, ${organization(part.organization, included)}
      ${dateOf(part.from)}${part.from || part.to ? '–' : ''}${dateOf(part.to)}`)}`;
}

/** Citations, each with the passage that it cites. @param {Citation[]} citations @param {any} included */
const evidence = (citations, included) => (citations.length === 0 ? html`<p class="soft">${text('evidence.none')}</p>` : html`
  <details class="evidence"><summary>${text('evidence')} (${citations.length})</summary>
  <ul>${citations.map(c => html`<li>
    <p><span class=${c.stance === 'contradicts' ? 'mark bad' : 'mark'}>${text(c.stance)}</span> <span class="mark">${text(c.modality)}</span>
      ${c.retracted ? html`<span class="mark bad">${text('retracted')}</span>` : nothing}
      ${link('sources', c.source, included)}, ${dateOf(included?.sources?.[c.source]?.published)}</p>
    ${c.quote ? html`<blockquote>${c.quote}</blockquote>` : nothing}
    ${c.translation ? html`<p lang="en">${c.translation}</p>` : nothing}
    ${c.note ? html`<p class="soft">${c.note}</p>` : nothing}
    <details @toggle=${(/** @type {Event} */ event) => openPassage(/** @type {HTMLDetailsElement} */ (event.target), c, included?.sources?.[c.source]?.hasText)}>
      <summary>${text('passage')}</summary><p class="passage"></p></details></li>`)}</ul></details>`);

/**
 * Shows the cited passage within the text of its source, where there is one that the reader may see.
 * @param {HTMLDetailsElement} details @param {Citation} citation @param {boolean | undefined} hasText
 */
async function openPassage(details, citation, hasText) {
  const place = /** @type {HTMLElement} */ (details.querySelector('.passage'));

  if (!details.open || place.hasChildNodes()) {
    return;
  }

  const { start, end } = citation.span ?? {};
  const where = typeof start === 'number' && typeof end === 'number' ? text('passage.span', start, end) : '';

  if (hasText === false) {
    place.textContent = `${text('passage.missing')} ${where}`;

    return;
  }

  try {
    const points = [.../** @type {string} */ (await get(`sources/${citation.source}/text`, { accept: 'text/plain' }))]; // a span counts code points

    if (typeof start !== 'number' || typeof end !== 'number') {
      place.textContent = citation.quote ?? text('nothing');

      return;
    }

    const mark = document.createElement('mark');
    mark.textContent = points.slice(start, end).join('');
    place.append(`…${points.slice(Math.max(0, start - 200), start).join('')}`, mark, `${points.slice(end, end + 200).join('')}…`);
    mark.scrollIntoView({ block: 'nearest' });
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    place.textContent = `${text('passage.hidden')} ${where}`;
  }
}

/** @param {any} version */
const version = version => html`<li><span>${text('version')} ${version.version}, <time datetime=${version.at}>${new Date(version.at).toLocaleString()}</time>,
  ${version.actor}</span>${version.reason ? html` – ${version.reason}` : nothing}
  <ul>${version.changes.map((/** @type {any} */ change) => html`<li>${change.pointer === '#' ? text(`history.${version.operation}`)
    : html`${labelOf(change.pointer)}: <del>${inWords(change.before)}</del> → <ins>${inWords(change.after)}</ins>`}</li>`)}</ul></li>`;
