// SPDX-License-Identifier: Apache-2.0
// What waits for a person, by what has to be mended, and the decisions that are offered.
import { ask, button, documentRow, el, facts, page, problem, say, word } from '/elements.js';

/** Has the accounting system's records read again: what is mended there is released then. */
export async function readAgain(reason) {
  say('Reading the accounting system’s records again …');
  await ask('/api/catalogue', { reason });
  say('Read again. What was mended goes on by itself.');
}

const decided = { posted: 'The decision was carried out.', rejected: 'The decision was not carried out.' };

/** Follows a decision to its end, and tells it. */
async function follow(id) {
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    const { document } = await ask(`/api/document?id=${id}`);
    if (decided[document.state]) {
      return say([decided[document.state], document.error?.cause, document.error?.fix].filter(Boolean).join(' '));
    }
  }
  return say('The decision is written down; it is carried out as soon as the accounting system can be asked.');
}

const choices = [
  ['sendAgain', 'Send again', 'It is not in the accounting system: post it.'],
  ['markPosted', 'Mark posted', 'A person found or entered it there.'],
  ['withdraw', 'Withdraw', 'It will not be posted.'],
];

/** The form by which a person decides about a held document. */
export function decisionForm(document, done) {
  const id = document.messageId;
  const reason = el('input', { id: `reason-${id}`, required: true, maxlength: 1000, autocomplete: 'off' });
  const number = el('input', { id: `number-${id}`, autocomplete: 'off' });
  const byHand = el('input', { id: `hand-${id}`, type: 'checkbox' });
  const numberField = el('div', { class: 'field', hidden: true },
    el('label', { for: number.id }, 'Number in the accounting system'), number);
  const radios = choices.map(([value, title, meaning], at) => {
    const radio = el('input', { type: 'radio', name: `decision-${id}`, value, id: `${value}-${id}`, checked: at === 0,
      onchange: () => { numberField.hidden = value !== 'markPosted'; } });
    return el('div', { class: 'field' }, radio, ' ', el('label', { for: radio.id }, title), el('span', { class: 'quiet' }, meaning));
  });
  const form = el('form', { 'data-open': true, onsubmit: (event) => event.preventDefault() },
    el('fieldset', {}, el('legend', {}, `Decide about ${document.documentId}`), radios, numberField,
      el('div', { class: 'field' }, byHand, ' ', el('label', { for: byHand.id }, 'I have looked in the accounting system myself')),
      el('div', { class: 'field' }, el('label', { for: reason.id }, 'Why (for the audit)'), reason)),
    el('div', { class: 'buttons' }, button('retry', 'Decide', async () => {
      if (!form.reportValidity()) return;
      const decision = form.querySelector('input[type=radio]:checked').value;
      const { decisionId } = await ask('/api/decisions', {
        messageId: id, decision, reason: reason.value, checkedByHand: byHand.checked, changesSeen: document.history.length,
        ...(decision === 'markPosted' && number.value ? { sageNumber: number.value } : {}),
      });
      say(`Written down: ${word(decision)}.`);
      done();
      await follow(decisionId);
      done();
    }), button(null, 'Cancel', done, true)));
  return form;
}

function issueCard(issue, rows, again) {
  const { error } = issue;
  return el('section', { class: 'card bad-edge', 'aria-label': error.cause },
    el('h3', {}, error.cause || error.message),
    el('p', {}, error.fix),
    facts([['Documents', issue.count], ['Who', error.owner], ['Where', error.fieldPath], ['Code', error.code]]),
    el('div', { class: 'buttons' }, button('retry', 'It is mended: read again', async () => {
      await readAgain(issue.rootCause);
      again();
    })),
    rows.length > 0 && el('details', {}, el('summary', {}, `${rows.length} of ${issue.count} documents`),
      el('ul', { class: 'plain' }, rows.map(documentRow))));
}

function heldCard(row) {
  return el('section', { class: 'card wait-edge', 'aria-label': row.documentId },
    el('h3', {}, el('a', { href: `#document/${row.messageId}` }, `${word(row.messageType)} ${row.documentId}`)),
    row.error && [el('p', {}, row.error.cause), el('p', {}, row.error.fix), facts([['Who', row.error.owner], ['Code', row.error.code]])],
    el('p', {}, el('a', { href: `#document/${row.messageId}` }, 'Look at it and decide')));
}

export async function issues(_, again) {
  const { held, refused } = await ask('/api/issues');
  const all = held.issues ?? [];
  const single = held.held.filter((row) => !row.rootCause);
  const nothing = all.length + single.length + refused.length === 0;
  return page('Issues', nothing && el('p', { class: 'card good-edge' }, 'Nothing waits for a person.'),
    all.length > 0 && [el('h2', {}, 'To mend once'),
      el('p', { class: 'quiet' }, 'Each holds all its documents; mended, all of them go on in their order.'),
      all.map((issue) => issueCard(issue, held.held.filter((row) => row.rootCause === issue.rootCause), again))],
    single.length > 0 && [el('h2', {}, 'To decide'), single.map(heldCard)],
    refused.length > 0 && [el('h2', {}, 'Not accepted'),
      el('p', { class: 'quiet' }, 'The warehouse made these, and they can never be posted as they are.'),
      refused.map((one) => problem(one))]);
}
