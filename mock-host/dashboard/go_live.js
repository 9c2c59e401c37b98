// SPDX-License-Identifier: Apache-2.0
// From the test organisation to live: what is copied, what never is, and what live lacks.
import { ask, button, el, facts, may, page, problem, say } from '/elements.js';

function told(result, folder) {
  if (result.written) {
    return [el('div', { class: 'card good-edge', role: 'status' },
      el('p', {}, el('strong', {}, `Live is set up: ${result.liveCompany}.`)),
      el('p', {}, `${result.codes} codes were looked up there, and all are there. Start mock-host serve with --data ${folder}.`))];
  }
  return result.findings.map((one) => problem({ ...one, pointer: one.setting, owner: 'finance' }, one.stops ? 'bad-edge' : 'wait-edge'));
}

export async function goLive() {
  const { folder } = await ask('/api/go-live');
  if (folder === '') {
    return page('Go live', el('p', { class: 'card wait-edge' },
      'This server was given no folder for live. Start mock-host serve with --live and the folder for live.'));
  }
  const answers = el('textarea', { id: 'answers', spellcheck: 'false', disabled: !may('promote'), 'aria-describedby': 'answers-about' });
  const reason = el('input', { id: 'why', autocomplete: 'off', disabled: !may('promote') });
  const found = el('div', { role: 'alert' });
  const go = async () => {
    let wanted;
    try {
      wanted = answers.value.trim() === '' ? {} : JSON.parse(answers.value);
    } catch {
      return found.replaceChildren(problem({ cause: 'The settings for live are no JSON.', fix: 'Correct them.', owner: 'it' }));
    }
    say('Looking everything up in live …');
    found.replaceChildren();
    let result;
    try {
      result = await ask('/api/go-live', { answers: wanted, reason: reason.value });
    } catch (refused) {
      say('Nothing was written.');
      return found.replaceChildren(problem(refused.problem));
    }
    say(result.written ? 'Live is set up.' : 'Nothing was written: settle what is wrong, then go on.');
    return found.replaceChildren(...told(result, folder));
  };
  return page('Go live', el('p', {}, 'The settings that were tried here go to the live organisation. Every code that they name is looked up there anew, and nothing is written until all are there.'),
    el('p', { class: 'quiet' }, 'Never copied: addresses, secrets, keys, documents, the outbox, and what was read of the test organisation.'),
    facts([['To', folder]]), !may('promote') && el('p', { class: 'card wait-edge' }, 'To go live takes the role promote.'),
    el('form', { 'data-open': true, onsubmit: (event) => event.preventDefault() },
      el('div', { class: 'field' }, el('label', { for: 'answers' }, 'Settings that differ in live'), answers,
        el('p', { class: 'quiet', id: 'answers-about' }, 'JSON, for example {"guestCustomer":"GUEST"}. Left empty: all as here.')),
      el('div', { class: 'field' }, el('label', { for: 'why' }, 'Why (for the audit)'), reason),
      el('div', { class: 'buttons' }, button('promote', 'Look everything up, and go live', go)), found));
}
