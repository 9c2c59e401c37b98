// SPDX-License-Identifier: Apache-2.0
// The warehouse's stock against the accounting system's, and the button that has it corrected there.
import { ask, button, el, facts, page, say, when } from '/elements.js';

const shownMax = 200;
const causes = {
  manualEdit: 'No document explains it: a hand edit in the accounting system, or what the settings do not post.',
  documentMissing: 'It is just what refused documents would have moved.',
  uncertain: 'A document of it is under way or was posted a moment ago: look again soon.',
  unit: 'Documents and figures of it are in different units.',
  unknownItem: 'The accounting system shows no quantity of such an item there.',
  unknownSite: 'The settings name no place there for this site.',
};

function correct(rows, reason, again) {
  return async () => {
    const { corrected } = await ask('/api/drift', { documentIds: rows.map((one) => one.correction.documentId), reason: reason.value });
    say(corrected === 1 ? 'One correction was handed over.' : `${corrected} corrections were handed over.`);
    again();
  };
}

function card(row, reason, again) {
  const name = `${row.item} at ${row.sites.join(', ')}`;
  const { correction } = row;
  return el('section', { class: `card ${row.cause === 'uncertain' ? 'wait-edge' : 'bad-edge'}`, 'aria-label': name },
    el('h2', {}, name), el('p', {}, causes[row.cause] ?? row.cause),
    facts([['Warehouse', row.warehouse], ['Accounting system', row.sage || 'shows none'], ['In flight', row.inFlight],
      ['Drift', row.drift || 'cannot be told'], ['Documents', (row.documents ?? []).join(', ')]]),
    correction && el('div', { class: 'buttons' },
      button('retry', `Correct ${row.item} by ${correction.quantity}`, correct([row], reason, again), correction.decision !== 'policy')));
}

export async function drift(_, again) {
  const answer = await ask('/api/drift');
  const intro = el('p', { class: 'quiet' }, 'The warehouse’s figures are the true ones. A correction is a stock adjustment in the accounting system; the warehouse stays as it is.');
  if (!answer.supported) return page('Stock drift', intro, el('p', { class: 'card wait-edge' }, 'This plugin compares no stock.'));
  const reason = el('input', { id: 'reason', maxlength: '200' });
  const covered = answer.rows.filter((row) => row.correction?.decision === 'policy');
  const correctable = answer.rows.some((row) => row.correction);
  return page('Stock drift', intro,
    facts([['Figures compared', answer.compared], ['Not alike', answer.rows.length], ['Read', when(answer.readAt)]]),
    el('div', { class: 'buttons' }, button(null, 'Compare again', async () => again(), true),
      covered.length > 0 && button('retry', `Correct what the settings cover (${covered.length})`, correct(covered, reason, again))),
    correctable && el('div', { class: 'field' }, el('label', { for: 'reason' }, 'Why it is corrected (for the audit)'), reason),
    answer.rows.length === 0 ? el('p', { class: 'card good-edge' }, 'Every figure that was compared agrees.')
      : answer.rows.slice(0, shownMax).map((row) => card(row, reason, again)),
    answer.rows.length > shownMax && el('p', { class: 'quiet' }, `The first ${shownMax} are shown; mock-host drift lists all.`));
}
