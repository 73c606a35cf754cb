/** What has a name like the one that was typed. */
import { html } from '../vendor/lit-html.js';
import { get } from '../api.js';
import { link } from '../marks.js';
import { text } from '../words.js';

/** @param {import('../main.js').Page} page */
export async function show({ query, signal }) {
  const q = query.get('q')?.trim();
  const { items } = /** @type {{ items: any[] }} */ (q ? await get(`search?q=${encodeURIComponent(q)}&limit=50`, { signal }) : { items: [] });

  return items.length === 0 ? html`<p>${text('search.none')}</p>` : html`<ol class="found">${items.map(item =>
    html`<li>${link(item.type, item.id, { [item.type]: { [item.id]: item } })} <span class="soft">${text(item.type)}</span></li>`)}</ol>`;
}
