// SPDX-License-Identifier: Apache-2.0
// Log-in, the menu and which page is shown. A page is a function that gives its elements; one that
// watches is asked again every few seconds while it is looked at and nobody types in it.
import { drift } from '/drift.js';
import { ask, el, page, plain, problem, Refused, say, session } from '/elements.js';
import { goLive } from '/go_live.js';
import { issues } from '/issues.js';
import { audit, linter, reconciliation, today, waiting } from '/pages.js';
import { setUp } from '/set_up.js';
import { story } from '/story.js';

const pages = {
  today: ['Today', today, true], issues: ['Issues', issues, true], waiting: ['Not yet posted', waiting, false],
  reconcile: ['Reconciliation', reconciliation, true], drift: ['Stock drift', drift, false], check: ['Check', linter, false], setup: ['Set-up', setUp, false], golive: ['Go live', goLive, false],
  audit: ['Audit', audit, false], document: ['Document', story, true],
};
const watchMs = 3000;
const main = document.getElementById('main');
const menu = document.getElementById('menu');
let turn = 0;
let drawn = '';

function here() {
  const [name, ...rest] = location.hash.replace(/^#/, '').split('/');
  return pages[name] ? [name, rest.join('/')] : ['today', ''];
}

function drawMenu(current) {
  menu.hidden = !session.me;
  menu.replaceChildren(el('ul', {}, Object.entries(pages).filter(([name]) => name !== 'document').map(([name, [title]]) =>
    el('li', {}, el('a', { href: `#${name}`, 'aria-current': name === current && 'page' }, title)))));
  document.getElementById('person').replaceChildren(...(session.me ? [`${session.me.name} `,
    el('button', { type: 'button', class: 'second', onclick: logOut }, 'Log out')] : []));
}

async function logOut() {
  await ask('/api/log-out', {}).catch(() => {});
  session.me = null;
  show();
}

function logInPage() {
  const name = el('input', { id: 'name', name: 'name', autocomplete: 'username', required: true, autocapitalize: 'none' });
  const password = el('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const wrong = el('p', { class: 'bad', role: 'alert' });
  const send = async (event) => {
    event.preventDefault();
    try {
      session.me = await ask('/api/log-in', { name: name.value, password: password.value });
      show();
    } catch (refused) {
      wrong.textContent = refused.message;
      password.value = '';
      password.focus();
    }
  };
  return el('form', { class: 'narrow', onsubmit: send }, el('h1', {}, 'Log in'), wrong,
    el('div', { class: 'field' }, el('label', { for: 'name' }, 'Name'), name),
    el('div', { class: 'field' }, el('label', { for: 'password' }, 'Password'), password),
    el('button', { type: 'submit' }, 'Log in'));
}

function busy() {
  const at = document.activeElement;
  return main.contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) || main.querySelector('dialog[open], form[data-open]') != null;
}

/** Shows the page that the address names. Asked again, it is drawn only if something changed. */
async function show(again = false) {
  const mine = again === true ? turn : ++turn;
  const [name, rest] = here();
  const [title, draw] = pages[name];
  let children;
  try {
    session.me ??= await ask('/api/me');
    children = plain(await draw(rest, () => show()));
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (refused.status === 401) session.me = null;
    else if (again === true) return say(refused.message);
    children = session.me ? plain(page(title, problem(refused.problem))) : [logInPage()];
  }
  if (mine !== turn) return;
  const shadow = el('div', {}, ...children);
  if (again === true && (busy() || shadow.innerHTML === drawn)) return;
  drawn = shadow.innerHTML;
  const open = again === true ? [...main.querySelectorAll('details')].map((one) => one.open) : [];
  const focused = again === true ? [...main.querySelectorAll('a, button, summary')].indexOf(document.activeElement) : -1;
  main.replaceChildren(...children);
  [...main.querySelectorAll('details')].forEach((one, at) => { one.open = open[at] ?? one.open; });
  document.title = `${session.me ? title : 'Log in'} – Sage connector`;
  drawMenu(name);
  if (again === true) main.querySelectorAll('a, button, summary')[focused]?.focus();
  else if (session.me) main.focus();
  else document.getElementById('name')?.focus();
}

async function watch() {
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, watchMs); });
    if (!document.hidden && session.me && pages[here()[0]][2]) await show(true);
  }
}

addEventListener('hashchange', () => {
  scrollTo(0, 0);
  show();
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
show();
watch();
