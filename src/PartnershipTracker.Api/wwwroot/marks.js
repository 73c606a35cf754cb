/** Parts of facts as every view shows them: names, dates, marks of doubt. */
import { html, nothing } from './vendor/lit-html.js';
import { viewAddress } from './api.js';
import { hasText, nameOf, text } from './words.js';

/**
 * The resources that an answer includes, by collection and id.
 * @typedef {Record<string, Record<string, { name?: Name, title?: Name }>> | undefined} Included
 * @typedef {{ ko?: string | null, en?: string | null } | null} Name
 */

/** A link to a resource, with its name where the answer includes it. @param {string} resource @param {string} id @param {Included} [included] */
export const link = (resource, id, included) => {
  const item = included?.[resource]?.[id];

  return html`<a href=${viewAddress('item', { resource, id })}>${nameOf(item?.name ?? item?.title) || id}</a>`;
};

/** A link to an affiliate or a company. @param {string} id @param {Included} included */
export const organization = (id, included) => link(included?.affiliates?.[id] ? 'affiliates' : 'companies', id, included);

/** Links with commas between. @param {unknown[]} items */
export const several = items => items.map((item, index) => html`${index > 0 ? ', ' : nothing}${item}`);

/** A date as EDTF. @param {{ edtf: string, precision: string } | null | undefined} date */
export const dateOf = date => (date ? html`<time class="date">${date.edtf}</time>` : nothing);

/** The doubts about a fact, and the modalities of its evidence. @param {{ disputed?: boolean, unsupported?: boolean, modalities?: string[] }} fact */
export const doubts = fact => html`
  ${fact.disputed ? html`<span class="mark bad">${text('disputed')}</span> ` : nothing}
  ${fact.unsupported ? html`<span class="mark bad">${text('unsupported')}</span> ` : nothing}
  ${(fact.modalities ?? []).filter(m => m !== 'stated').map(m => html`<span class="mark">${text(m)}</span> `)}`;

/** Names what a JSON pointer leads to: "Areas 1 Area" of `#/areas/0/area`. @param {string} pointer */
export const labelOf = pointer => pointer.split('/').slice(1).map((step, index, all) => (/^\d+$/.test(step) ? String(Number(step) + 1)
  : text(hasText(`${all[index - 1]}.${step}`) ? `${all[index - 1]}.${step}` : step))).join(' ');

/** A value of the API in words; ∅ for none. @param {any} value @returns {string} */
export const inWords = value => (value === null || value === undefined ? '∅'
  : typeof value !== 'object' ? (hasText(String(value)) ? text(String(value)) : String(value))
    : Array.isArray(value) ? value.map(inWords).join('; ') || '∅'
      : value.edtf !== undefined ? value.edtf
        : 'ko' in value || 'en' in value ? [value.ko, value.en].filter(Boolean).join(' / ')
          : Object.entries(value).filter(([name, v]) => name !== 'id' && v !== null && v !== '' && !(Array.isArray(v) && v.length === 0))
            .map(([, v]) => inWords(v)).join(', '));
