/** Meetings, trips and stages by date, each as uncertain as it is known. */
import { html } from '../vendor/lit-html.js';
import { picture, viewAddress } from '../api.js';
import { text } from '../words.js';

export const filters = ['type', 'affiliate', 'company', 'area', 'person', 'status', 'from', 'to'];

/** @param {import('../main.js').Page} page */
export async function show({ query, signal }) {
  const drawing = await picture('timeline.svg', query, signal);

  return html`<p class="zoom">${zooms(query).map(([name, address]) => html`<a class="button" href=${address}>${text(name)}</a> `)}</p>${drawing}`;
}

/** Returns the addresses of half, twice and all of the period. @param {URLSearchParams} query @returns {[string, string][]} */
function zooms(query) {
  const day = 86400000;
  const to = new Date(query.get('to') ?? new Date().toISOString().slice(0, 10));
  const from = new Date(query.get('from') ?? new Date(to.getTime() - 730 * day).toISOString().slice(0, 10));
  const length = Math.max(2 * day, to.getTime() - from.getTime());

  return [
    ['zoom.in', period(query, from.getTime() + length / 4, to.getTime() - length / 4)],
    ['zoom.out', period(query, from.getTime() - length / 2, to.getTime() + length / 2)],
    ['zoom.all', period(query, null, null)],
  ];
}

/** @param {URLSearchParams} query @param {number | null} from @param {number | null} to */
function period(query, from, to) {
  const all = new URLSearchParams(query);
  ['view', 'cursor'].forEach(name => all.delete(name));

  for (const [name, time] of /** @type {[string, number | null][]} */ ([['from', from], ['to', to]])) {
    time === null ? all.delete(name) : all.set(name, new Date(time).toISOString().slice(0, 10));
  }

  return viewAddress('timeline', all);
}
