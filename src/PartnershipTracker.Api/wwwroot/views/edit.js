/** The form of a meeting: to record it, to change or delete it, and to settle what two people changed at once. */
import { html, nothing, render } from '../vendor/lit-html.js';
import { Problem, Unreachable, change, read, viewAddress } from '../api.js';
import { equal, merge } from '../merge.js';
import { inWords, labelOf } from '../marks.js';
import { keyOf, suggest } from '../suggest.js';
import { text } from '../words.js';

export const isEditor = true;

/** @typedef {import('../main.js').Page} Page */
/** @typedef {Record<string, any>} Values the members of a meeting as a request has them */

/** The values of the members that are enumerations. @type {Record<string, string[]>} */
const values = {
  kind: ['executive_meeting', 'site_visit', 'internal_conference', 'group_of_meetings'],
  format: ['unknown', 'in_person', 'video', 'hybrid'],
  status: ['held', 'planned', 'cancelled'],
  confidentiality: ['internal', 'public', 'confidential', 'restricted'],
  side: ['ours', 'theirs', 'third_party'],
  role: ['attendee', 'principal', 'host'],
  basis: ['stated', 'inferred'],
};

/** @type {Values} */
const empty = {
  title: {}, kind: 'executive_meeting', format: 'unknown', status: 'held', confidentiality: 'internal', date: null, place: null, trip: null,
  summary: null, participants: [], areas: [],
};

/** @type {{ id: string, etag: string, saved: Values, now: Values, theirs: Values | null, open: string[], faults: import('../api.js').Fault[], problem: string,
 *   reason: string, needsReason: boolean, once: string, isSending: boolean, settled: Promise<void> }} */
let form;

/** @type {Page} */
let page;
const place = document.createElement('div');

/** True while the form is the one that is shown. */
let isShown = false;

/** @param {Page} shown */
export async function show(shown) {
  isShown = false;
  page = shown;
  const id = page.query.get('id') ?? '';
  const { body, etag } = id ? await read(`meetings/${encodeURIComponent(id)}`, { signal: page.signal }) : { body: empty, etag: '' };
  const saved = asRequest(/** @type {Values} */ (body));
  form = {
    id, etag, saved, now: structuredClone(saved), theirs: null, open: [], faults: [], problem: '', reason: '', needsReason: false, isSending: false, settled: Promise.resolve(),
    once: crypto.randomUUID?.() ?? String(Math.random()),
  };
  isShown = true;
  draw();

  return html`${place}`;
}

/** A part without what the server says about its evidence. @param {Values} part @returns {Values} */
const written = ({ disputed, unsupported, ...part }) => part;

/** Takes the members that a request may have from an answer. @param {Values} meeting @returns {Values} */
const asRequest = meeting => structuredClone({
  ...Object.fromEntries(Object.keys(empty).map(name => [name, meeting[name] ?? empty[name]])),
  title: { ko: meeting.title.ko ?? null, en: meeting.title.en ?? null },
  date: meeting.date?.edtf ?? null,
  participants: meeting.participants.map(written),
  areas: meeting.areas.map(written),
});

/** True if something would be lost. */
export const isUnsaved = () => isShown && Object.keys(changed()).length > 0;

/** Returns the members that differ from what was saved. */
const changed = () => Object.fromEntries(Object.entries(form.now).filter(([name, value]) => !equal(value, form.saved[name])));

/** @param {Event} event */
async function save(event) {
  event.preventDefault();
  await form.settled;
  const body = form.id ? changed() : Object.fromEntries(Object.entries(form.now).filter(([, value]) => value !== null));
  const [reason, etag] = [form.reason.trim(), form.etag];

  if (form.id && Object.keys(body).length === 0) {
    page.say(text('unchanged'));

    return;
  }

  if (form.open.length > 0) {
    page.say(text('conflict.choose'));

    return;
  }

  await send(async () => {
    const saved = await (form.id ? change('PATCH', `meetings/${form.id}`, { body, etag, reason }) : change('POST', 'meetings', { body, reason, id: form.once }));
    form.saved = form.now;
    page.go(viewAddress('item', { resource: 'meetings', id: saved.id }));
    page.say(text('saved', saved.version));
  });
}

async function remove() {
  if (confirm(text('delete.sure'))) {
    await send(async () => {
      await change('DELETE', `meetings/${form.id}`, { etag: form.etag, reason: form.reason.trim() });
      form.saved = form.now;
      page.go(viewAddress('item', { resource: 'meetings', id: form.id }));
      page.say(text('deleted'));
    });
  }
}

/** Sends a change, and shows why it was refused. @param {() => Promise<void>} work */
async function send(work) {
  if (form.isSending) {
    return;
  }

  Object.assign(form, { faults: [], problem: '', isSending: true });

  try {
    await work();
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale_version') {
      await compare();
    } else if (error instanceof Problem) {
      const needsReason = error.faults.some(fault => fault.parameter === 'Change-Reason');
      Object.assign(form, { problem: error.message, faults: error.faults, needsReason: form.needsReason || needsReason });
    } else if (error instanceof Unreachable) {
      form.problem = text('offline');
    } else {
      throw error;
    }

    draw();
    /** @type {HTMLElement | null} */ (place.querySelector('[aria-invalid="true"], .alert'))?.focus();
  } finally {
    form.isSending = false;
  }
}

/** Reads what somebody else has saved meanwhile. Only what both changed needs a choice. */
async function compare() {
  try {
    const { body, etag } = await read(`meetings/${form.id}`);
    const theirs = asRequest(/** @type {Values} */ (body));
    const { value, conflicts } = merge(form.saved, form.now, theirs);
    Object.assign(form, { now: value, theirs: structuredClone(theirs), saved: theirs, etag, open: conflicts });
    form.problem = text('conflict');
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    form.problem = error.status === 404 ? text('conflict.gone') : error.message;
  }
}

/** The value at a pointer such as `participants/0/side`. @param {string} pointer */
const at = pointer => pointer.split('/').reduce((/** @type {any} */ value, step) => value?.[step], form.now);

/** @param {string} pointer @param {unknown} value */
function set(pointer, value) {
  const steps = pointer.split('/');
  const last = /** @type {string} */ (steps.pop());
  let owner = form.now;

  for (const step of steps) {
    owner = owner[step] ??= {};
  }

  owner[last] = value === '' ? null : value;
}

/** True if a fault is one of a field: of its value, of one of several in it, or of both titles. @param {string} name @param {import('../api.js').Fault} fault */
const isOf = (name, { pointer }) => pointer === `#/${name}` || pointer?.startsWith(`#/${name}/`) || (pointer === '#/title' && name.startsWith('title/'));

/** @param {string} pointer */
const faultsAt = pointer => form.faults.filter(fault => isOf(pointer, fault));

/** The faults that belong to no field of the form. */
const otherFaults = () => form.faults.filter(fault => ![...place.querySelectorAll('[name]')].some(e => isOf(e.getAttribute('name') ?? '', fault)));

/** The error of a field in the words of the page: with the name of the field, and what a key is. @param {import('../api.js').Fault} fault */
const explain = ({ pointer, code, detail }) => {
  const place = (pointer ?? '').slice(2);
  const name = place.split('/').findLast(step => !/^\d+$/.test(step)) ?? '';

  return code === 'pattern' && collections[name] ? text('key.pattern') : detail.replaceAll(`\`${place}\``, labelOf(pointer ?? ''));
};

/** The collections whose keys a field takes. @type {Record<string, string[]>} */
const collections = {
  organization: ['affiliates', 'companies'], person: ['people'], area: ['areas'], affiliates: ['affiliates'], companies: ['companies'],
};

/** A field with its errors. @param {string} pointer @param {{ label?: string, hint?: string, isLong?: boolean, isList?: boolean, type?: string }} [options] */
function field(pointer, { label, hint, isLong, isList, type } = {}) {
  const name = /** @type {string} */ (pointer.split('/').at(-1));
  const faults = faultsAt(pointer);
  const [id, value] = [`field-${pointer.replaceAll('/', '-')}`, at(pointer)];
  const described = [hint ? `${id}-hint` : '', faults.length > 0 ? `${id}-fault` : ''].filter(Boolean).join(' ') || nothing;
  const invalid = faults.length > 0 ? 'true' : nothing;

  /** Puts the key of a name in its place. @param {Event} event */
  const settle = event => {
    const typed = /** @type {HTMLInputElement} */ (event.target).value;
    const names = isList ? typed.split(/[,;]+/).filter(each => each.trim()) : [typed];
    const before = at(pointer);
    form.settled = Promise.all([form.settled, ...names.map(each => keyOf(each, collections[name]))]).then(([, ...all]) => {
      equal(at(pointer), before) && set(pointer, isList ? all : all[0]); // unless something else was typed meanwhile
      draw();
    });
  };

  /** @param {Event} event */
  const input = event => {
    const typed = /** @type {HTMLInputElement} */ (event.target).value;
    collections[name] && suggest(/** @type {HTMLInputElement} */ (event.target), collections[name]);
    set(pointer, isList ? typed.split(/[,;]+/).map(each => each.trim()).filter(Boolean) : type === 'number' ? (typed === '' ? null : Number(typed)) : typed);
  };

  return html`<div class="field"><label for=${id}>${text(label ?? name)}</label>
    ${values[name] ? html`<select id=${id} name=${pointer} aria-describedby=${described} aria-invalid=${invalid} @change=${input}>
        ${values[name].map(v => html`<option value=${v} ?selected=${v === value}>${text(v)}</option>`)}</select>`
      : isLong ? html`<textarea id=${id} name=${pointer} rows="3" .value=${value ?? ''} aria-describedby=${described} aria-invalid=${invalid} @input=${input}></textarea>`
        : html`<input id=${id} name=${pointer} type=${type ?? 'text'} .value=${isList ? (value ?? []).join(', ') : value ?? ''} autocomplete="off"
            list=${collections[name] ? `${id}-keys` : nothing} aria-describedby=${described} aria-invalid=${invalid} @input=${input}
            @change=${collections[name] ? settle : nothing}>
          ${collections[name] ? html`<datalist id=${`${id}-keys`}></datalist>` : nothing}`}
    ${hint ? html`<span class="soft" id=${`${id}-hint`}>${text(hint)}</span>` : nothing}
    ${faults.length > 0 ? html`<span class="fault" id=${`${id}-fault`}>${faults.map(explain).join(' ')}</span>` : nothing}</div>`;
}

/** Fields for each part, with buttons to add and remove one. @param {string} member @param {Values} blank @param {(pointer: string) => unknown} fields */
const parts = (member, blank, fields) => html`<fieldset><legend>${text(member)}</legend>
  ${form.now[member].map((/** @type {unknown} */ _, /** @type {number} */ index) => html`<div class="part" role="group" aria-label=${`${text(member)} ${index + 1}`}>
    ${fields(`${member}/${index}`)}
    <button type="button" @click=${() => { form.now[member].splice(index, 1); form.faults = []; draw(); }}>${text('remove')} ${index + 1}</button></div>`)}
  <button type="button" @click=${() => { form.now[member].push(structuredClone(blank)); draw(); }}>${text('add')}: ${text(member)}</button></fieldset>`;

/** Both versions of what two people have changed, to choose one for each field. */
const conflict = () => (form.open.length === 0 ? nothing : html`<table class="conflict"><thead><tr><th scope="col">${text('field')}</th>
    <th scope="col">${text('conflict.mine')}</th><th scope="col">${text('conflict.theirs')}</th></tr></thead>
  <tbody>${form.open.map(name => html`<tr><th scope="row">${text(name)}</th>
    <td>${inWords(form.now[name])} ${choice(name, 'conflict.mine', form.now)}</td>
    <td>${inWords(form.theirs?.[name])} ${choice(name, 'conflict.theirs', form.theirs ?? {})}</td></tr>`)}</tbody></table>`);

/** @param {string} name @param {string} word @param {Values} chosen */
const choice = (name, word, chosen) => html`<button type="button" @click=${() => {
  form.now[name] = structuredClone(chosen[name]);
  form.open = form.open.filter(other => other !== name);
  draw();
}}>${text(word)}: ${text(name)}</button>`;

const fields = () => html`
  ${form.problem ? html`<div class="alert" role="alert" tabindex="-1"><p>${form.problem}</p>
    ${otherFaults().length > 0 ? html`<ul>${otherFaults().map(fault => html`<li>${explain(fault)}</li>`)}</ul>` : nothing}</div>` : nothing}
  ${conflict()}
  <form class="editor" novalidate @submit=${save}>
    ${field('title/ko', { label: 'title.ko' })}${field('title/en', { label: 'title.en' })}
    ${field('date', { hint: 'date.hint' })}
    ${['kind', 'status', 'format', 'confidentiality'].map(name => field(name))}
    <fieldset><legend>${text('place')}</legend>${['venue', 'city', 'region', 'country'].map(name => field(`place/${name}`))}</fieldset>
    ${field('summary', { isLong: true })}
    ${parts('participants', { side: 'theirs', role: 'attendee' }, pointer => html`
      ${field(`${pointer}/organization`, { hint: 'organization.hint' })}${field(`${pointer}/person`, { hint: 'person.hint' })}
      ${field(`${pointer}/side`)}${field(`${pointer}/role`)}${field(`${pointer}/statedTitle`)}`)}
    ${parts('areas', { area: '', affiliates: [], companies: [], basis: 'stated' }, pointer => html`
      ${field(`${pointer}/area`)}${field(`${pointer}/affiliates`, { isList: true })}${field(`${pointer}/companies`, { isList: true })}
      ${field(`${pointer}/basis`)}${field(`${pointer}/rationale`, { isLong: true })}`)}
    <div class="field"><label for="reason">${text('reason')}</label>
      <input id="reason" name="reason" maxlength="500" .value=${form.reason} aria-invalid=${form.needsReason && !form.reason ? 'true' : nothing}
        aria-describedby=${form.needsReason ? 'reason-fault' : nothing} autocomplete="off"
        @input=${(/** @type {Event} */ event) => { form.reason = /** @type {HTMLInputElement} */ (event.target).value; }}>
      ${form.needsReason ? html`<span class="fault" id="reason-fault">${text('reason.needed')}</span>` : nothing}</div>
    <p><button class="main">${text('save')}</button>
      <a class="button" href=${form.id ? viewAddress('item', { resource: 'meetings', id: form.id }) : viewAddress('meetings')}>${text('cancel')}</a>
      ${form.id ? html`<button type="button" class="danger" @click=${remove}>${text('delete')}</button>` : nothing}</p>
  </form>`;

const draw = () => render(fields(), place);

/** @param {URLSearchParams} query */
export const title = query => text(query.has('id') ? 'edit' : 'record');

