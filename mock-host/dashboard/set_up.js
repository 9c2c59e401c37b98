// SPDX-License-Identifier: Apache-2.0
// The settings as a form, drawn from the plugin's own JSON Schema. What is left empty is left out, so
// that the plugin's default counts. Saved, the plugin is connected with them and what does not fit
// is shown at its field.
import { ask, button, el, may, page, problem, say } from '/elements.js';

const idOf = (pointer) => `set:${pointer}`;
const types = (schema) => [schema.type ?? 'object'].flat();

function described(schema, pointer) {
  const known = schema.default === undefined || typeof schema.default === 'object' ? '' : ` If empty: ${schema.default}.`;
  return schema.description || known
    ? el('p', { class: 'quiet', id: `${idOf(pointer)}-about` }, `${schema.description ?? ''}${known}`) : null;
}

function field(schema, pointer, name, control, required) {
  control.id = idOf(pointer);
  control.setAttribute('aria-describedby', `${control.id}-about ${control.id}-wrong`);
  if (!may('remap')) control.disabled = true;
  return el('div', { class: 'field', 'data-find': `${name} ${schema.title ?? ''} ${schema.description ?? ''}`.toLowerCase() },
    el('label', { for: control.id }, schema.title ?? name, required ? ' (needed)' : ''), control, described(schema, pointer),
    el('p', { class: 'bad', id: `${control.id}-wrong` }));
}

const empty = Symbol('left out');

/** An input for one value, and how it is read: [element, () => value or empty]. */
function draw(schema, value, pointer, name, required) {
  const kinds = types(schema);
  if (kinds.includes('object') && schema.properties) {
    const members = Object.entries(schema.properties).map(([key, inner]) =>
      [key, draw(inner, value?.[key], `${pointer}/${key}`, key, schema.required?.includes(key))]);
    const read = () => {
      const kept = Object.entries(value ?? {}).filter(([key]) => !schema.properties[key]);
      const read_ = members.map(([key, [, get]]) => [key, get()]).filter(([, got]) => got !== empty);
      return read_.length + kept.length > 0 || value !== undefined ? Object.fromEntries([...kept, ...read_]) : empty;
    };
    const inside = members.map(([, [element]]) => element);
    return [pointer === '' ? el('div', {}, inside)
      : el('details', { class: 'group' }, el('summary', {}, schema.title ?? name), described(schema, pointer), inside), read];
  }
  if (schema.enum || kinds.includes('boolean')) {
    const choices = schema.enum ?? [true, false];
    const select = el('select', {}, el('option', { value: '' }, required ? '' : '(left out)'),
      choices.map((one) => el('option', { value: JSON.stringify(one), selected: one === value }, one === true ? 'yes' : one === false ? 'no' : String(one))));
    return [field(schema, pointer, name, select, required), () => (select.value === '' ? empty : JSON.parse(select.value))];
  }
  if (kinds.includes('integer') || kinds.includes('string')) {
    const whole = kinds.includes('integer');
    const input = el('input', { type: whole ? 'number' : 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '',
      min: schema.minimum, max: schema.maximum, maxlength: schema.maxLength });
    return [field(schema, pointer, name, input, required), () => {
      if (input.value === '') return value === null ? null : empty;
      return whole ? Number(input.value) : input.value;
    }];
  }
  const text = el('textarea', { spellcheck: 'false' }, value === undefined ? '' : JSON.stringify(value, null, 2));
  return [field(schema, pointer, name, text, required), () => (text.value.trim() === '' ? empty : JSON.parse(text.value))];
}

/** Puts a problem at its field and opens what it is in; false where there is no such field. */
function showAt(one) {
  for (let pointer = one.fieldPath || one.pointer || ''; pointer !== ''; pointer = pointer.replace(/\/[^/]*$/, '')) {
    const wrong = document.getElementById(`${idOf(pointer)}-wrong`);
    if (wrong) {
      wrong.append(el('span', {}, `${one.cause} ${one.fix ?? ''} `));
      document.getElementById(idOf(pointer)).setAttribute('aria-invalid', 'true');
      for (let around = wrong.closest('details'); around; around = around.parentElement.closest('details')) around.open = true;
      return true;
    }
  }
  return false;
}

export async function setUp(_, again) {
  const { schema, settings } = await ask('/api/settings');
  const [form, read] = draw(schema, settings, '', 'settings', true);
  const reason = el('input', { id: 'why', autocomplete: 'off', disabled: !may('remap') });
  const found = el('div', { role: 'alert' });
  const find = el('input', { id: 'find', type: 'search', autocomplete: 'off', oninput: () => {
    const wanted = find.value.trim().toLowerCase();
    form.querySelectorAll('.field').forEach((one) => { one.hidden = !one.dataset.find.includes(wanted); });
    form.querySelectorAll('details.group').forEach((one) => {
      one.hidden = wanted !== '' && !one.querySelector('.field:not([hidden])');
      one.open = wanted !== '' && !one.hidden;
    });
  } });
  const tell = (all) => {
    form.querySelectorAll('[id$="-wrong"]').forEach((one) => one.replaceChildren());
    form.querySelectorAll('[aria-invalid]').forEach((one) => one.removeAttribute('aria-invalid'));
    found.replaceChildren(...all.filter((one) => !showAt(one)).map((one) => problem(one)));
    form.querySelector('[aria-invalid]')?.focus();
  };
  const save = async () => {
    let wanted;
    try {
      wanted = read();
    } catch {
      return tell([{ cause: 'One of the long fields is no JSON.', fix: 'Correct it.', owner: 'it' }]);
    }
    say('Connecting with these settings …');
    try {
      await ask('/api/settings', { settings: wanted, before: settings, reason: reason.value });
    } catch (refused) {
      say('Not saved: the settings of before are in use.');
      return tell([refused.problem]);
    }
    await again();
    const { discovered } = await ask('/api/check');
    if (discovered.problems.length === 0) return say('Saved, and the accounting system fits.');
    say(`Saved and in use; ${discovered.problems.length} things do not fit yet: see Check.`);
    location.hash = 'check';
    return null;
  };
  return page('Set-up', el('p', { class: 'quiet' }, 'Secrets are named here and never shown. What is left empty is left to the plugin.'),
    !may('remap') && el('p', { class: 'card wait-edge' }, 'To change something takes the role remap.'),
    el('div', { class: 'field' }, el('label', { for: 'find' }, 'Find a setting'), find),
    el('form', { 'data-open': true, onsubmit: (event) => event.preventDefault() }, form, found,
      el('div', { class: 'field' }, el('label', { for: 'why' }, 'Why (for the audit)'), reason),
      el('div', { class: 'buttons' }, button('remap', 'Save and connect', save))));
}
