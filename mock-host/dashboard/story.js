// SPDX-License-Identifier: Apache-2.0
// One document from its beginning: how it stands, what happened, what is sent, what is in the accounting system.
import { ask, el, facts, money, page, problem, session, stateClass, when, word } from '/elements.js';
import { decisionForm } from '/issues.js';

function inSage(document) {
  const there = document.sageDocument;
  if (!there) return el('p', { class: 'quiet' }, 'Nothing, as far as is known here.');
  return [facts([['Type', there.type], ['Number', there.number], ['Key', there.key], ['Entity', there.entity],
    ['Period', there.period], ['Ledger entry', there.invoiceKey],
    ['Predicted', money(there.predictedTotals?.gross)], ['Read back', money(there.postedTotals?.gross)]]),
  (there.remarks ?? []).map((remark) => el('p', { class: 'quiet' }, remark.message ?? remark.cause ?? remark.code ?? JSON.stringify(remark)))];
}

function history(document, events, actions) {
  const lines = [
    ...document.history.map((one) => [one.at, `${word(one.from)} → ${word(one.to)}`, one.evidence]),
    ...events.map((one) => [one.occurredAt, `told: ${one.eventType}${one.state ? `, ${word(one.state)}` : ''}`, one.error?.cause]),
    ...actions.filter((one) => one?.action === 'decide').map((one) => [one.occurredAt, `${one.who}: ${word(one.after)}`, one.reason]),
  ].filter(([at]) => at).sort(([one], [other]) => Date.parse(one) - Date.parse(other));
  return el('ol', { class: 'plain' }, lines.map(([at, what, why]) => el('li', { class: 'row' },
    el('span', {}, when(at)), el('span', {}, what), why && el('span', { class: 'quiet' }, why))));
}

function sent(sends) {
  return sends.filter((one) => one?.action).map((one) => el('div', { class: 'card' },
    el('p', {}, `${one.action} ${one.method ?? ''} ${one.sageType ?? ''}, attempt ${one.attempt ?? ''}${one.replay ? ' (the same bytes again)' : ''}`),
    facts([['When', when(one.occurredAt)], ['Content', one.contentHash], ['Bytes', one.sendHash]])));
}

function requests(preview) {
  if (!preview) return el('p', { class: 'quiet' }, 'The warehouse keeps no document of this number, so that nothing can be shown.');
  return [facts([['Outcome', preview.outcome], ['Why', preview.reason], ['Type', preview.sageType],
    ['Net', money(preview.predictedTotals?.net)], ['Gross', money(preview.predictedTotals?.gross)]]),
  (preview.problems ?? []).map((one) => problem(one, 'wait-edge')),
  (preview.requests ?? []).map((one) => el('details', {}, el('summary', {}, `${one.method} ${one.target} (${one.purpose})`),
    el('pre', { tabindex: 0, role: 'region', 'aria-label': `Request: ${one.purpose}` },
      `${one.headers.map((header) => `${header.name}: ${header.value}`).join('\n')}\n\n${one.body}`)))];
}

export async function story(id, again) {
  const found = await ask(`/api/document?id=${encodeURIComponent(id)}`);
  const { document } = found;
  const place = el('div', {});
  const close = () => { place.replaceChildren(); again(); };
  const decide = document.state === 'held' && el('div', { class: 'buttons' }, el('button', {
    type: 'button', disabled: !session.me.roles.includes('retry'), onclick: () => {
      place.replaceChildren(decisionForm(document, close));
      place.querySelector('input').focus();
    },
  }, 'Decide …'));
  return page(`${word(document.messageType)} ${document.documentId}`,
    el('p', {}, el('strong', { class: stateClass(document.state) }, word(document.state)),
      document.verified ? ', read back and found as it was sent' : ''),
    document.error && problem(document.error, document.state === 'held' ? 'bad-edge' : 'wait-edge'),
    decide, place,
    facts([['Our reference', document.externalReference], ['Version', document.documentVersion], ['Attempts', document.attempts],
      ['Waits for', document.waitReason === 'none' ? '' : document.waitReason], ['Root cause', document.rootCause]]),
    document.precursor && el('p', {}, 'First: ', el('a', { href: `#document/${document.precursor.messageId}` },
      `${word(document.precursor.messageType)} ${document.precursor.documentId} (${word(document.precursor.state)})`)),
    el('h2', {}, 'In the accounting system'), inSage(document),
    el('h2', {}, 'What happened'), history(document, found.events, found.actions),
    el('h2', {}, 'What was sent'), found.sends.length ? sent(found.sends) : el('p', { class: 'quiet' }, 'Nothing yet.'),
    el('h2', {}, 'What it becomes, by the settings of now'), requests(found.preview),
    found.content && el('details', {}, el('summary', {}, 'What the warehouse said'),
      el('pre', { tabindex: 0, role: 'region', 'aria-label': 'The document' }, JSON.stringify(found.content, null, 2))),
    document.contentPurged && el('p', { class: 'quiet' }, 'Its content was removed after the days for which it is kept.'));
}
