/** Meetings, trips and stages by date, each as uncertain as it is known. */
import { html } from '../vendor/lit-html.js';
import { picture, viewAddress } from '../api.js';
import { text } from '../words.js';

export const filters = ['type', 'affiliate', 'company', 'area', 'person', 'status', 'from', 'to'];

const day = 86400000;

/** The bounds of the API. */
const [earliest, latest] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 11, 31)];

/** @param {import('../main.js').Page} page */
export async function show({ query, signal }) {
  const drawing = await picture('timeline.svg', query, signal);
  const drawn = drawing.querySelector('svg')?.dataset ?? {};

  return html`<p class="zoom">${zooms(query, query.get('from') ?? drawn.from, query.get('to') ?? drawn.to)
    .map(([name, address]) => html`<a class="button" href=${address}>${text(name)}</a> `)}</p>${drawing}`;
}

/**
 * Returns the addresses of half, twice and all of the period that is shown.
 * @param {URLSearchParams} query @param {string | undefined} first @param {string | undefined} last @returns {[string, string][]}
 */
function zooms(query, first, last) {
  const [from, to] = [Date.parse(first ?? ''), Date.parse(last ?? '')];
  const [length, center] = [to - from, (from + to) / 2];
  const wide = Math.max(2 * day, 2 * length);
  /** @type {[string, string][]} */
  const zoomIn = length >= day ? [['zoom.in', period(query, from + length / 4, to - length / 4)]] : [];
  /** @type {[string, string][]} */
  const zoomOut = length >= 0 ? [['zoom.out', period(query, Math.max(earliest, center - wide / 2), Math.min(latest, center + wide / 2))]] : [];

  return [...zoomIn, ...zoomOut, ['zoom.all', period(query, null, null)]];
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
