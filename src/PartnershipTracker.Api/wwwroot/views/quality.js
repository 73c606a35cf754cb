/** The facts that an analyst should look at, by rule. Each number opens its list. */
import { html } from '../vendor/lit-html.js';
import { get, viewOf } from '../api.js';
import { text } from '../words.js';

/** @param {import('../main.js').Page} page */
export async function show({ signal }) {
  const { items } = /** @type {import('../api.js').Schemas['Quality']} */ (await get('quality', { signal }));

  return html`<div class="wide" role="region" tabindex="0" aria-label=${text('quality')}><table>
    <thead><tr><th scope="col">${text('rule')}</th><th scope="col">${text('resource')}</th>
      <th scope="col" class="number">${text('count')}</th></tr></thead>
    <tbody>${items.map(({ rule, resource, count, list }) => html`<tr class=${count > 0 ? '' : 'soft'}>
      <th scope="row">${text(`rule.${rule}`)}</th><td>${text(resource)}</td>
      <td class="number"><a href=${viewOf(list)} aria-label=${`${text(`rule.${rule}`)}, ${text(resource)}: ${count}`}>${count}</a></td></tr>`)}
    </tbody></table></div>`;
}
