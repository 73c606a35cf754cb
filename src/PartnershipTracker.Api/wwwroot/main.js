/** The frame of the page: it shows the view that the query string names, with its filters, and keeps it up to date. */
import { html, nothing, render } from './vendor/lit-html.js';
import { Problem, Unreachable, collections, find, get, hasCredential, opened, useKey, viewAddress } from './api.js';
import { language, languages, selectLanguage, text, nameOf } from './words.js';

/**
 * @typedef {import('./vendor/lit-html.js').TemplateResult} Template
 * @typedef {{ query: URLSearchParams, signal: AbortSignal, go: (address: string) => void, say: (message: string) => void,
 *   refresh: () => Promise<void> }} Page
 * @typedef {{ filters?: string[] | ((query: URLSearchParams) => string[]), title?: (query: URLSearchParams) => string, isEditor?: boolean, isUnsaved?: () => boolean,
 *   show: (page: Page) => Promise<Template | Element> }} View
 */

const pollSeconds = 30;
const retrySeconds = 3;
const list = () => import('./views/list.js');
const signIn = () => import('./sign-in.js');

/** @type {Record<string, () => Promise<View>>} */
const views = {
  coverage: () => import('./views/coverage.js'),
  timeline: () => import('./views/timeline.js'),
  network: () => import('./views/network.js'),
  quality: () => import('./views/quality.js'),
  item: () => import('./views/item.js'),
  edit: () => import('./views/edit.js'),
  search: () => import('./views/search.js'),
  ...Object.fromEntries(collections.map(name => [name, list])),
};

const shownInMenu = ['coverage', 'timeline', 'network', 'meetings', 'collaborations', 'people', 'companies', 'quality'];

/** The values of the filters that are enumerations. @type {Record<string, string[]>} */
const values = {
  type: ['meeting', 'trip', 'stage'],
  rows: ['affiliate', 'company', 'area'],
  columns: ['company', 'affiliate', 'area'],
  depth: ['1', '2', '3', '4'],
  status: ['held', 'planned', 'cancelled'],
  stage: ['exploring', 'announced', 'active', 'expanding', 'paused', 'ended'],
  kind: ['executive_meeting', 'site_visit', 'internal_conference', 'group_of_meetings'],
};

/** The collections whose keys a filter takes. @type {Record<string, string>} */
const keys = { affiliate: 'affiliates', company: 'companies', area: 'areas', person: 'people', around: '', organization: '', start: '', end: '' };

/** @type {{ content: Template | Element | typeof nothing, view?: View, query: URLSearchParams, name: string, message: string, fault: string, isLoading: boolean,
 *   isOffline: boolean, changed: [string, number][] | null, found: any[], at: number }} */
const state = {
  content: nothing, query: new URLSearchParams(), name: '', message: '', fault: '', isLoading: true, isOffline: false, changed: null, found: [], at: -1,
};

let current = new AbortController();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;

const query = () => new URLSearchParams(location.search);

/** Opens an address of this page. @param {string} address */
function go(address) {
  if (mayLeave()) {
    history.pushState(null, '', address);
    open(true);
  }
}

/** Asks before a form is left that has not been saved. */
const mayLeave = () => !state.view?.isUnsaved?.() || confirm(text('leave.sure'));

/** Shows the address that the browser has gone back or forward to, or returns to that of the form. */
function goBack() {
  if (mayLeave()) {
    open(false);
  } else {
    history.pushState(null, '', `?${state.query}`);
  }
}

/** Shows the view of the address. @param {boolean} isMoved true to begin at its heading */
async function open(isMoved) {
  current.abort();
  current = new AbortController();
  selectLanguage(query().get('lang'));
  state.query = query();
  const name = state.query.get('view') ?? 'coverage';
  const shown = name === state.name ? {} : { content: nothing, view: undefined }; // the same view stays until it has read anew
  Object.assign(state, { name, ...shown, message: '', fault: '', changed: null, found: [], isLoading: true });
  draw();
  await load(current.signal);

  if (isMoved) {
    document.querySelector('h1')?.focus();
  }
}

/** Reads what the view shows, and reads it again after a while. @param {AbortSignal} signal */
async function load(signal) {
  clearTimeout(next);
  const slow = setTimeout(() => {
    state.message ||= text('working'); // what was said about a change stays
    draw();
  }, 1000);

  try {
    const view = await viewNamed(state.name);

    if (signal.aborted) {
      return;
    }

    state.view = view;
    draw();
    const content = await view.show({ query: state.query, signal, go, say, refresh: () => load(current.signal) });

    if (signal.aborted) {
      return;
    }

    Object.assign(state, { content, fault: '', isOffline: false });
  } catch (error) {
    if (signal.aborted) {
      return;
    }

    await show(error);
  } finally {
    clearTimeout(slow);
  }

  state.isLoading = false;
  state.message = state.message === text('working') ? '' : state.message;
  draw();

  if (!state.view?.isEditor || state.isOffline) {
    next = setTimeout(poll, 1000 * (state.isOffline ? retrySeconds : pollSeconds));
  }
}

/** @param {string} name @returns {Promise<View>} */
async function viewNamed(name) {
  if (!Object.hasOwn(views, name)) {
    throw new Problem({ status: 404 });
  }

  return views[name]().catch(() => { throw new Unreachable(); });
}

/** @param {unknown} error */
async function show(error) {
  if (error instanceof Unreachable) {
    state.isOffline = true;
  } else if (error instanceof Problem && error.status === 401) {
    await signIn().then(module => module.askForCredential(() => open(true), say)).then(
      content => Object.assign(state, { isOffline: false, content }),
      () => { state.isOffline = true; });
  } else if (error instanceof Problem) {
    Object.assign(state, { isOffline: false, content: nothing, fault: error.status === 404 ? text('missing') : error.message });
  } else {
    throw error;
  }
}

/** Reads the view again, and notes the time if it shows something else. */
async function poll() {
  if (document.hidden) {
    next = setTimeout(poll, 1000 * pollSeconds);

    return;
  }

  const before = document.querySelector('main')?.textContent;
  const wasOffline = state.isOffline;
  await load(current.signal);

  if (!wasOffline && before !== document.querySelector('main')?.textContent) {
    state.changed = await countChanged().catch(() => []);
    draw();
  }
}

/** Counts what has changed since the page was opened, by list. @returns {Promise<[string, number][]>} */
async function countChanged() {
  const names = ['meetings', 'collaborations'];
  const pages = await Promise.all(names.map(name => /** @type {Promise<any>} */ (
    get(`${name}?updatedSince=${opened.toISOString()}&count=true&limit=1`, { signal: current.signal }))));

  return names.map((name, index) => /** @type {[string, number]} */ ([name, pages[index].total])).filter(([, count]) => count > 0);
}

/** @param {string} message */
function say(message) {
  state.message = message;
  draw();
}

/** Follows links within the page without loading it again. @param {MouseEvent} event */
function follow(event) {
  const target = /** @type {Element} */ (event.target).closest?.('a');
  const address = target?.getAttribute('href') ?? '';

  if (address.startsWith('?') && !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(address);
  }
}

/** Replaces a filter in the address. @param {Record<string, string>} replaced */
function filter(replaced) {
  const all = query();
  all.delete('cursor');
  Object.entries(replaced).forEach(([name, value]) => (value ? all.set(name, value) : all.delete(name)));
  all.set('view', state.name);
  history.pushState(null, '', `?${all}`);
  open(false);
}

/** @param {string} name */
function input(name) {
  const value = query().get(name) ?? '';

  if (values[name]) {
    const isAlwaysSet = name === 'rows' || name === 'columns' || name === 'depth';

    return html`<label>${text(name)} <select name=${name} @change=${changed}>
      ${isAlwaysSet ? nothing : html`<option value="" ?selected=${!value}>${text('any')}</option>`}
      ${values[name].map(v => html`<option value=${v} ?selected=${v === value}>${text(v)}</option>`)}
    </select></label>`;
  }

  return name === 'from' || name === 'to'
    ? html`<label>${text(name)} <input type="date" name=${name} .value=${value} @change=${changed}></label>`
    : html`<label>${text(name)} <input name=${name} .value=${value} list=${name in keys ? `keys-${name}` : nothing} autocomplete="off"
        maxlength="200" @input=${name in keys ? suggest : nothing} @change=${changed}></label>
      ${name in keys ? html`<datalist id=${`keys-${name}`}></datalist>` : nothing}`;
}

/** Filters by what was entered; a name stands for the first key that it finds. @param {Event} event */
async function changed(event) {
  const { name, value } = /** @type {HTMLInputElement} */ (event.target);
  filter({ [name]: name in keys ? await (await import('./suggest.js')).keyOf(value, keys[name] ? [keys[name]] : []) : value.trim() });
}

/** Offers the keys of what is being typed. @param {Event} event */
async function suggest(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const module = await import('./suggest.js'); // not among the requests of the first view
  await module.suggest(input, keys[input.name] ? [keys[input.name]] : []);
}

const search = () => html`
  <form role="search" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { type, id } = state.found[state.at] ?? {};
    const q = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('q'));
    go(type ? viewAddress('item', { resource: type, id }) : viewAddress('search', { q }));
  }}>
    <label><span class="hidden">${text('search')}</span>
      <input name="q" type="search" placeholder=${text('search.hint')} autocomplete="off" maxlength="200" required role="combobox"
        aria-autocomplete="list" aria-controls="found" aria-expanded=${state.found.length > 0}
        aria-activedescendant=${state.at >= 0 ? `found-${state.at}` : nothing}
        @input=${async (/** @type {Event} */ event) => {
          const typed = /** @type {HTMLInputElement} */ (event.target).value;
          const found = await find(typed);

          if (typed === /** @type {HTMLInputElement} */ (event.target).value) {
            Object.assign(state, { found, at: -1 });
            draw();
          }
        }} @keydown=${move} @blur=${() => setTimeout(() => { state.found = []; draw(); }, 200)}></label>
    <ul id="found" role="listbox" aria-label=${text('search')} ?hidden=${state.found.length === 0}>
      ${state.found.map((item, index) => html`<li id=${`found-${index}`} role="option" aria-selected=${index === state.at}
        @pointerdown=${() => go(viewAddress('item', { resource: item.type, id: item.id }))}>${nameOf(item.name)}
        <span class="soft">${text(item.type)}</span></li>`)}
    </ul>
  </form>`;

/** Moves in the list of what was found. @param {KeyboardEvent} event */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];

  if (step && state.found.length > 0) {
    event.preventDefault();
    state.at = (state.at + step + state.found.length) % state.found.length;
    draw();
  } else if (event.key === 'Escape') {
    state.found = [];
    draw();
  }
}

/** The same view in another language. @param {string} code */
function inLanguage(code) {
  const all = query();
  all.set('view', state.name);
  all.set('lang', code);

  return `?${all}`;
}

const frame = () => {
  const other = languages.find(code => code !== language()) ?? 'en';
  const declared = state.view?.filters ?? [];
  const filters = typeof declared === 'function' ? declared(state.query) : declared;
  const title = state.view?.title?.(state.query) ?? text(state.name);
  document.title = `${title} – ${text('app')}`;

  return html`
    <a class="skip" href="#content">${text('skip')}</a>
    <header>
      <a class="home" href=${viewAddress('coverage')}>${text('app')}</a>
      <nav aria-label=${text('views')}><ul>
        ${shownInMenu.map(name => html`<li><a href=${viewAddress(name)} aria-current=${name === state.name ? 'page' : nothing}>${text(name)}</a></li>`)}
      </ul></nav>
      ${search()}
      <span class="tools"><a href=${viewAddress('edit')}>${text('record')}</a>
        <a href=${inLanguage(other)} lang=${other} hreflang=${other}>${text('language')}</a>
        <a href="swagger/">${text('swagger')}</a>
        ${hasCredential() ? html`<button class="plain" @click=${() => { useKey(null); open(true); }}>${text('key.forget')}</button>` : nothing}
      </span>
    </header>
    <main id="content" tabindex="-1" aria-busy=${state.isLoading}>
      <h1 tabindex="-1">${title}</h1>
      ${filters.length > 0 ? html`<form class="filters" aria-label=${text('filters')} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
        ${filters.map(input)}
        <a href=${viewAddress(state.name)}>${text('clear')}</a></form>` : nothing}
      <div role="status">${state.isLoading && !state.message ? text('loading') : state.message}</div>
      ${state.isOffline ? html`<p class="alert" role="alert">${text('offline')}</p>` : nothing}
      ${state.fault ? html`<p class="alert" role="alert">${state.fault}</p>` : nothing}
      ${state.changed ? html`<p class="notice" role="status">
        ${text('changed', opened.toLocaleTimeString(language()))}${state.changed.map(([name, count], index) => html`${index > 0 ? ',' : ':'}
        <a href=${viewAddress(name, { updatedSince: opened.toISOString() })}>${text(name)} (${count})</a>`)}
      </p>` : nothing}
      ${state.content}
    </main>`;
};

const draw = () => render(frame(), document.body);

/** Opens the first view, after a sign-in if the issuer has sent the browser back. */
async function start() {
  const isAnswer = query().has('state') && !query().has('view');
  const fault = isAnswer ? await signIn().then(module => module.complete())
    .then(() => '', error => (error instanceof TypeError ? text('sign-in.unexpected') : error.message)) : ''; // fetch had no answer
  await open(false);

  if (fault) {
    state.fault = fault;
    draw();
  }
}

document.addEventListener('click', follow);
window.addEventListener('popstate', goBack);
window.addEventListener('beforeunload', event => {
  if (state.view?.isUnsaved?.()) {
    event.preventDefault();
  }
});
start();
