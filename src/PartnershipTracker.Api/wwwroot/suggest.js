/** The keys of resources whose names are typed. */
import { html, render } from './vendor/lit-html.js';
import { find } from './api.js';
import { nameOf } from './words.js';

/**
 * Fills the list of an input with the keys that fit its last value.
 * @param {HTMLInputElement} input with a `datalist` of its own
 * @param {string[]} types the collections of the keys; all if none is named
 */
export async function suggest(input, types) {
  const typed = input.value;
  const last = typed.split(/[,;]/).at(-1) ?? '';
  const before = typed.slice(0, typed.length - last.length);
  const found = (await find(last)).filter(item => types.length === 0 || types.includes(item.type));

  if (input.list && input.value === typed) { // what was typed meanwhile is looked up on its own
    render(found.map(item => html`<option value=${`${before}${before ? ' ' : ''}${item.id}`}>${nameOf(item.name)}</option>`), input.list);
  }
}

/** Returns the key of the first resource that a name finds; a key, or a name that finds nothing, as it is. @param {string} typed @param {string[]} types */
export async function keyOf(typed, types) {
  const name = typed.trim();
  const found = /[^a-z0-9-]/.test(name) ? (await find(name)).find(item => types.length === 0 || types.includes(item.type)) : undefined;

  return found?.id ?? name;
}
