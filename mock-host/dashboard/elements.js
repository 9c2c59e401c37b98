// SPDX-License-Identifier: Apache-2.0
// Elements, and the server. Texts of others become text nodes only: nothing here reads HTML.

export const session = { me: null };

/** Lists in lists become one; null and false are left out. */
export const plain = (children) => [children].flat(Infinity).filter((child) => child != null && child !== false);

/** el('p', {class: 'quiet', onclick: f}, 'text', child …) */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...plain(children));
  return made;
}

let silence;
/** Tells everybody, screen readers too. */
export function say(text) {
  const said = document.getElementById('said');
  said.replaceChildren(el('p', {}, text));
  clearTimeout(silence);
  silence = setTimeout(() => said.replaceChildren(), 12000);
}

/** What the server refused, with cause, fix and owner. */
export class Refused extends Error {
  constructor(status, problem) {
    super(`${problem.cause} ${problem.fix}`);
    this.status = status;
    this.problem = problem;
  }
}

/** GET, or POST where there is a body. */
export async function ask(path, body) {
  let reply;
  try {
    reply = await fetch(path, body === undefined ? { credentials: 'same-origin' } : {
      method: 'POST', credentials: 'same-origin', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.me?.token ?? '' },
    });
  } catch {
    throw new Refused(0, { cause: 'The server does not answer.', fix: 'See whether mock-host serve runs.', owner: 'it' });
  }
  const answer = await reply.json();
  if (!reply.ok) throw new Refused(reply.status, answer.problem);
  return answer;
}

export const may = (role) => session.me?.roles.includes(role) ?? false;

/** A button that a person without the role sees, and cannot press. */
export function button(role, text, press, second = false) {
  const missing = role && !may(role);
  return el('button', {
    type: 'button', class: second && 'second', disabled: missing, title: missing && `needs the role ${role}`,
    onclick: async (event) => {
      const pressed = event.currentTarget;
      pressed.disabled = true;
      try {
        await press();
      } catch (refused) {
        say(refused.message);
      } finally {
        pressed.disabled = false;
      }
    },
  }, text);
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
export const when = (instant) => instant == null || instant === '' || instant === 0
  ? 'never' : el('time', { datetime: new Date(instant).toISOString() }, clock.format(new Date(instant)));

export function span(ms) {
  const minutes = Math.max(0, Math.round(ms / 60000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

export const facts = (pairs) => el('dl', { class: 'facts' }, pairs
  .filter(([, value]) => value != null && value !== '')
  .map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat());

/** Cause, fix and owner of a problem. */
export function problem(one, edge = 'bad-edge', ...more) {
  return el('div', { class: `card ${edge}` },
    el('p', {}, el('strong', {}, one.cause || one.message || one.code)),
    one.fix && el('p', {}, one.fix),
    facts([['Who', one.owner], ['Where', one.fieldPath || one.pointer], ['Code', one.code]]), ...more);
}

export const money = (one) => one?.amount == null ? '' : `${one.amount} ${one.currencyId ?? ''}`;

const words = {
  salesOrder: 'Sales order', despatchAdvice: 'Despatch', returnAdvice: 'Return', receiptAdvice: 'Receipt',
  inventoryAdjustment: 'Stock adjustment', inventoryTransfer: 'Transfer', trackingUpdate: 'Tracking', operatorDecision: 'Decision',
  orderCancellation: 'Cancelled order', documentCancellation: 'Cancellation', in_doubt: 'in doubt',
  sendAgain: 'send again', markPosted: 'mark posted', withdraw: 'withdraw',
};
export const word = (text) => words[text] ?? text ?? '';

export const stateClass = (state) => ({ posted: 'good', held: 'bad', rejected: 'bad', in_doubt: 'wait' })[state] ?? 'quiet';

/** One line for a document, linked to its story. */
export function documentRow(row) {
  return el('li', { class: 'row' },
    el('a', { href: `#document/${row.messageId}` }, row.documentId || row.messageId),
    el('span', {}, word(row.messageType)),
    el('span', { class: stateClass(row.state) }, word(row.state)),
    row.waitReason && row.waitReason !== 'none' && el('span', { class: 'quiet' }, `waits: ${row.waitReason}`),
    row.error?.cause && el('span', { class: 'quiet' }, row.error.cause),
    row.businessDate && el('span', { class: 'quiet' }, row.businessDate),
    row.netAmount && el('span', { class: 'end' }, money(row.netAmount)));
}

export const page = (title, ...children) => [el('h1', {}, title), ...children];
