// SPDX-License-Identifier: Apache-2.0
// Today, what is not yet posted, reconciliation, check and audit.
import { ask, button, documentRow, el, facts, page, problem, say, span, when, word } from '/elements.js';
import { readAgain } from '/issues.js';

const figure = (name, number, colour, href) => el('div', {}, el('dt', {}, href ? el('a', { href }, name) : name),
  el('dd', { class: number > 0 ? colour : 'quiet' }, String(number)));

const connectionLine = (good) => el('p', { id: 'connection', class: good ? 'good' : 'bad' }, good ? '● connected' : '▲ not connected');

function causes(answer) {
  const all = answer.dashboard?.rootCauses
    ?? (answer.held?.issues ?? []).map((one) => ({ rootCause: one.rootCause, documents: one.count, error: one.error }));
  if (all.length === 0) return null;
  return [el('h2', {}, 'What most documents are held for'),
    el('ul', { class: 'plain' }, all.map((one) => el('li', { class: 'row' },
      el('a', { href: '#issues' }, one.error?.cause ?? one.rootCause), el('span', { class: 'quiet' }, one.error?.fix),
      el('span', { class: 'end' }, one.documents === 1 ? '1 document' : `${one.documents} documents`))))];
}

/** What the plugin tells beside the figures that every plugin has. */
function more(figures) {
  const types = figures.byType ?? [];
  const drift = figures.drift ?? [];
  // What holds documents is told above already.
  const alerts = (figures.alerts ?? []).filter((one) => !one.rootCause);
  return [
    alerts.map((one) => problem(one.error, one.error.severity === 'warning' ? 'wait-edge' : 'bad-edge', el('p', { class: 'quiet' }, 'Since ', when(one.since)))),
    drift.length > 0 && [el('h2', {}, 'Not as it was sent'),
      el('dl', { class: 'figures' }, drift.map((one) => figure(one.code, one.documents, 'bad', '#reconcile')))],
    types.length > 0 && [el('h2', {}, 'By type'), el('ul', { class: 'plain' }, types.map((one) => el('li', { class: 'row' },
      el('span', {}, word(one.messageType)), el('span', {}, `posted ${one.posted}`), el('span', {}, `not yet ${one.notYetPosted}`),
      one.held > 0 && el('span', { class: 'bad' }, `held ${one.held}`), one.inDoubt > 0 && el('span', { class: 'wait' }, `in doubt ${one.inDoubt}`))))],
  ];
}

export async function today() {
  const answer = await ask('/api/today');
  const figures = answer.dashboard ?? {};
  const counts = figures.counts ?? answer.status.counts;
  const now = Date.parse(answer.now);
  const connected = figures.connected ?? answer.status.state === 'running';
  const flight = counts.queued + counts.sending;
  // Without the plugin's own, what was posted is of all days.
  const shown = figures.today ?? { posted: counts.posted, inFlight: flight, inDoubt: counts.in_doubt, held: counts.held,
    notYetPosted: flight + counts.in_doubt + counts.held, rejected: counts.rejected };
  const readAt = figures.catalogueReadAt ?? answer.status.catalogueReadAtMs;
  const age = readAt ? now - new Date(readAt).getTime() : null;
  return page('Today', connectionLine(connected && !answer.connection), answer.connection && problem(answer.connection),
    el('h2', {}, 'Documents'),
    el('dl', { class: 'figures' }, figure(figures.today ? 'Posted today' : 'Posted', shown.posted, 'good'), figure('In flight', shown.inFlight, 'wait', '#waiting'),
      figure('In doubt', shown.inDoubt, 'wait', '#waiting'), figure('Held', shown.held, 'bad', '#issues'),
      figure('Not yet posted', shown.notYetPosted, 'wait', '#waiting'), figure('Refused', shown.rejected, 'bad'),
      figure('Not yet read back', counts.unverified, 'wait')),
    causes(answer), more(figures),
    el('h2', {}, 'Connection'),
    facts([['Plugin', `${answer.plugin.name} ${answer.plugin.version}`], ['Connected', connected ? 'yes' : 'no'],
      ['Last posted', figures.lastPostedAt === undefined ? '' : when(figures.lastPostedAt)],
      ['Oldest waiting', figures.oldestQueuedAt == null ? '' : when(figures.oldestQueuedAt)],
      ['Last exchange', figures.exchanges ? when(figures.exchanges.lastAt) : ''],
      ['Access', figures.authorisation ? (figures.authorisation.valid ? 'valid' : 'a person has to consent again') : ''],
      ['Consent ends', figures.authorisation?.endsAt ? when(figures.authorisation.endsAt) : ''],
      ['Records read', age === null ? 'never' : `${span(age)} ago`],
      ['Next due', answer.status.nextDueMs == null ? 'nothing' : when(answer.status.nextDueMs)]]),
    el('div', { class: 'buttons' }, button('retry', 'Read records again', () => readAgain('from the first page'), true)));
}

export async function waiting(rest, again) {
  const [from = '', to = '', after = ''] = rest.split('/').map(decodeURIComponent);
  const answer = await ask(`/api/waiting?${new URLSearchParams({ from, to, after })}`);
  const first = el('input', { id: 'from', type: 'date', value: from });
  const last = el('input', { id: 'to', type: 'date', value: to });
  const form = el('form', { onsubmit: (event) => {
    event.preventDefault();
    location.hash = `waiting/${first.value}/${last.value}`;
    again();
  } }, el('div', { class: 'field' }, el('label', { for: 'from' }, 'Documents dated from'), first),
  el('div', { class: 'field' }, el('label', { for: 'to' }, 'to'), last), el('button', { type: 'submit' }, 'Show'));
  if (!answer.supported) {
    const { held } = await ask('/api/issues');
    return page('Not yet posted', el('p', { class: 'card wait-edge' },
      'This plugin cannot list all of them; these are held. How many wait is on the first page.'),
    el('ul', { class: 'plain' }, held.held.map(documentRow)));
  }
  const { documents, next } = answer.page;
  return page('Not yet posted', el('p', { class: 'quiet' }, 'Before a period is closed this list should be empty for its days.'), form,
    documents.length === 0 ? el('p', { class: 'card good-edge' }, 'Everything of these days is in the accounting system, or ended.')
      : el('ul', { class: 'plain' }, documents.map(documentRow)),
    next && el('p', {}, el('a', { href: `#waiting/${from}/${to}/${encodeURIComponent(next)}` }, 'Next page')));
}

function finding(one) {
  return problem(one.error, 'bad-edge',
    facts([['Finding', one.finding], ['Document', one.documentId ?? one.externalReference],
      ['In Sage', one.sageDocuments.map((there) => `${there.type} ${there.number || there.key}`).join(', ')]]),
    (one.differences ?? []).map((side) => el('p', {}, `${side.field}: sent “${side.expected}”, found “${side.found}”`)),
    one.messageId && el('p', {}, el('a', { href: `#document/${one.messageId}` }, 'Its story')));
}

const day = (ms) => new Date(ms).toISOString().slice(0, 10);

export async function reconciliation(_, again) {
  const last = await ask('/api/reconcile');
  const from = el('input', { id: 'from', type: 'date', required: true, value: last?.from ?? day(Date.now() - 30 * 86400000) });
  const to = el('input', { id: 'to', type: 'date', required: true, value: last?.to ?? day(Date.now()) });
  const form = el('form', { onsubmit: (event) => event.preventDefault() },
    el('div', { class: 'field' }, el('label', { for: 'from' }, 'From'), from),
    el('div', { class: 'field' }, el('label', { for: 'to' }, 'To'), to),
    el('div', { class: 'buttons' }, button('retry', 'Compare with the accounting system', async () => {
      await ask('/api/reconcile', { from: from.value, to: to.value });
      again();
    })));
  const answer = last?.answer;
  return page('Reconciliation', el('p', { class: 'quiet' }, 'What was posted against what is there now; nothing is corrected.'), form,
    last?.running && el('p', { class: 'card wait-edge', role: 'status' }, el('progress', { 'aria-label': 'Comparing' }), ' ',
      `${last.by} has been comparing ${last.from} to ${last.to} since `, when(last.begunAt), '.'),
    last?.problem && problem(last.problem),
    answer && [el('h2', {}, `${answer.from} to ${answer.to}`),
      facts([['Compared', answer.compared], ['Not yet', answer.waiting], ['Complete', answer.complete ? 'yes' : 'no: what is missing proves nothing'],
        ['Findings', answer.findings.length], ['Ended', when(last.endedAt)]]),
      answer.findings.length === 0 ? el('p', { class: 'card good-edge' }, 'Everything that was compared agrees.') : answer.findings.map(finding)]);
}

export async function linter(_, again) {
  const { discovered, report, reportAt } = await ask('/api/check');
  const all = [...(report?.problems ?? [])];
  for (const one of discovered.problems) {
    if (!all.some((other) => other.code === one.code && other.fieldPath === one.fieldPath && other.cause === one.cause)) all.push(one);
  }
  return page('Check', el('p', { class: 'quiet' }, 'Credentials, rights, the accounting system’s settings and ours, against each other.'),
    facts([['Company', discovered.company], ['Edition', discovered.edition], ['Documents', discovered.messageTypes.map(word).join(', ')],
      ['Records read', when(discovered.catalogueReadAtMs)], ['Rights tried', reportAt ? when(reportAt) : 'not since the start']]),
    el('div', { class: 'buttons' }, button('retry', 'Check everything now', async () => {
      say('Checking …');
      await ask('/api/check', {});
      say('Checked.');
      again();
    })),
    all.length === 0 ? el('p', { class: 'card good-edge' }, 'Nothing was found.')
      : all.map((one) => problem(one, one.severity === 'warning' || one.severity === 'information' ? 'wait-edge' : 'bad-edge')));
}

const told = (value) => (value == null || value === '' ? '' : typeof value === 'string' ? word(value) : JSON.stringify(value));

function actionRow(one) {
  const about = /^[0-9a-f-]{36}$/i.test(one.about) ? el('a', { href: `#document/${one.about}` }, 'document') : one.about;
  const change = [told(one.before), told(one.after)].filter(Boolean).join(' → ');
  return el('li', { class: 'row' }, el('span', {}, when(one.occurredAt)), el('strong', {}, one.who), el('span', {}, one.action),
    about && el('span', {}, about), change && el('span', {}, change), one.outcome === 'refused' && el('span', { class: 'bad' }, 'refused'),
    one.reason && el('span', { class: 'quiet' }, one.reason));
}

export async function audit() {
  const { actions, sends } = await ask('/api/audit');
  return page('Audit', el('h2', {}, 'What people did'),
    actions.length ? el('ul', { class: 'plain' }, [...actions].reverse().filter(Boolean).map(actionRow)) : el('p', { class: 'quiet' }, 'Nothing yet.'),
    el('h2', {}, 'What was sent'), el('p', { class: 'quiet' }, 'Written down before it left; the last hundred.'),
    el('ul', { class: 'plain' }, [...sends].reverse().filter((one) => one?.action).map((one) => el('li', { class: 'row' },
      el('span', {}, when(one.occurredAt)), el('span', {}, `${one.action} ${one.sageType ?? ''}`),
      el('a', { href: `#document/${one.messageId}` }, one.documentId ?? one.messageId),
      el('span', { class: 'quiet' }, `attempt ${one.attempt}`)))));
}
