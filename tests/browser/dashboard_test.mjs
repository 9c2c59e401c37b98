// SPDX-License-Identifier: Apache-2.0
// Plan: as people use it: a wrong password, then today; one mend in Sage releases every document of
// its issue; a decision, of which the second person is told; a setting that does not fit is shown
// at its field, one that fits is saved; stock that Sage counts otherwise is corrected; comparison,
// check and audit. On the way: by keyboard alone,
// at 360 pixels without scrolling sideways, nothing that axe finds, no request to anywhere else.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeWorld, password } from './world.mjs';

const [build, modules, ...options] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const inReadme = new Set(['today-360', 'issues-360', 'document-360', 'set-up-360', 'go-live-360', 'drift-360', 'today-1280']);
const screenshots = options.includes('--screenshots')
  ? fileURLToPath(new URL('../../mock-host/dashboard/screenshots/', import.meta.url)) : '';

const narrow = { width: 360, height: 740 };
const wide = { width: 1280, height: 800 };
const trouble = [];

async function openPage(browser, address) {
  const context = await browser.newContext({ viewport: narrow, locale: 'en-GB', timezoneId: 'Europe/London' });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) trouble.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => trouble.push(`error ${error.message}`));
  page.on('console', (message) => {
    // Refused log-ins and conflicts are answers that the browser notes as errors.
    if (message.type() === 'error' && !/status of (401|409|400|404)/.test(message.text())) trouble.push(`console ${message.text()}`);
  });
  await page.goto(address);
  return page;
}

/** By keyboard alone: the name has the focus already. */
async function logIn(page, name, typed = password) {
  await page.locator('#name:focus').waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

async function go(page, title) {
  await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** What a machine can say about the page as it stands, at both widths. */
async function inspect(page, name) {
  for (const size of [narrow, wide]) {
    await page.setViewportSize(size);
    const across = await page.evaluate(() => document.scrollingElement.scrollWidth);
    assert.ok(across <= size.width, `${name} is ${across} pixels wide at ${size.width}`);
    if (screenshots && inReadme.has(`${name}-${size.width}`)) await page.screenshot({ path: path.join(screenshots, `${name}-${size.width}.png`) });
  }
  await page.setViewportSize(narrow);
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
  });
  assert.deepEqual(found, [], name);
}

const figure = (page, name) => page.locator('.figures > div').filter({ hasText: name }).locator('dd');
const shows = (page, name, number) => figure(page, name).and(page.getByText(String(number), { exact: true })).first().waitFor();

test('the dashboard', { timeout: 240000 }, async (t) => {
  if (screenshots) fs.mkdirSync(screenshots, { recursive: true });
  const world = await makeWorld(build);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-gpu'] });
  t.after(async () => {
    await browser.close();
    await world.end();
  });
  const pat = await openPage(browser, world.address);

  await t.test('a wrong password is told, the right one leads to today', async () => {
    await logIn(pat, 'pat', 'wrong password');
    await pat.getByRole('alert').getByText('Name or password is wrong.').waitFor();
    await inspect(pat, 'log-in');
    await pat.locator('#password').fill(password);
    await pat.keyboard.press('Enter');
    await pat.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await shows(pat, 'Held', 3);
    assert.equal(await pat.locator('#connection').textContent(), '● connected');
    await inspect(pat, 'today');
    const cookies = await pat.context().cookies();
    assert.equal(cookies.length, 1);
    assert.ok(cookies[0].httpOnly && cookies[0].sameSite === 'Strict');
  });

  await t.test('the skip link and the menu work by keyboard', async () => {
    // From the beginning of the page, wherever the focus was.
    await pat.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
    });
    await pat.keyboard.press('Tab');
    assert.equal(await pat.evaluate(() => document.activeElement.textContent), 'Skip to the page');
    await pat.keyboard.press('Enter');
    assert.equal(await pat.evaluate(() => document.activeElement.id), 'main');
  });

  await t.test('one mend releases every document of its issue', async () => {
    await go(pat, 'Issues');
    const issue = pat.locator('section').filter({ hasText: 'LAMP-9' });
    await issue.getByText('2', { exact: true }).waitFor();
    await inspect(pat, 'issues');
    await world.seed({ items: [world.item('LAMP-9')] });
    await world.seed({ stock: [world.stock('LAMP-9')] });
    await issue.getByRole('button', { name: 'It is mended: read again' }).click();
    await issue.waitFor({ state: 'detached' });
    await go(pat, 'Today');
    await shows(pat, 'Held', 1);
  });

  await t.test('of two who decide the second is told', async () => {
    const sam = await openPage(browser, world.address);
    await logIn(sam, 'sam');
    for (const page of [pat, sam]) {
      await go(page, 'Issues');
      await page.getByText('1 of 1 documents').click();
      await page.getByRole('link', { name: 'DN-4' }).click();
      await page.getByRole('button', { name: 'Decide …' }).click();
      await page.getByLabel('Withdraw').check();
      await page.getByLabel('Why (for the audit)').fill('sent as a gift');
    }
    await inspect(pat, 'document');
    await pat.getByRole('button', { name: 'Decide', exact: true }).click();
    await pat.getByText('The decision was carried out.').waitFor();
    await pat.getByText('withdrawn', { exact: true }).waitFor();
    await sam.getByRole('button', { name: 'Decide', exact: true }).click();
    await sam.getByText('pat has decided already: withdraw').waitFor();
    await sam.context().close();
  });

  await t.test('who may only see can change nothing', async () => {
    const lee = await openPage(browser, world.address);
    await logIn(lee, 'lee');
    await go(lee, 'Set-up');
    assert.ok(await lee.getByRole('button', { name: 'Save and connect' }).isDisabled());
    await go(lee, 'Check');
    assert.ok(await lee.getByRole('button', { name: 'Check everything now' }).isDisabled());
    await lee.context().close();
  });

  await t.test('a setting that does not fit is shown at its field, one that fits is saved', async () => {
    await go(pat, 'Set-up');
    await pat.locator('[id="set:/environment"]').selectOption('"test"');
    await pat.getByLabel('Find a setting').fill('reconcil');
    await inspect(pat, 'set-up');
    const days = pat.locator('[id="set:/reconcileDays"]');
    await days.fill('4000');
    await pat.getByRole('button', { name: 'Save and connect' }).click();
    await pat.locator('[id="set:/reconcileDays"][aria-invalid]').waitFor();
    await days.fill('40');
    await pat.getByLabel('Why (for the audit)').fill('a longer look back');
    await pat.getByRole('button', { name: 'Save and connect' }).click();
    await pat.getByText(/^Saved/).waitFor();
    await go(pat, 'Set-up');
    assert.equal(await pat.locator('[id="set:/reconcileDays"]').inputValue(), '40');
  });

  await t.test('what was tried goes live once live has all that it names', async () => {
    await go(pat, 'Go live');
    assert.ok(await pat.getByRole('button', { name: 'Look everything up, and go live' }).isDisabled());
    const kim = await openPage(browser, world.address);
    await logIn(kim, 'kim');
    await go(kim, 'Go live');
    await kim.getByLabel('Settings that differ in live').fill('{"guestCustomer":"GUEST"}');
    await kim.getByLabel('Why (for the audit)').fill('tried for a week');
    const press = () => kim.getByRole('button', { name: 'Look everything up, and go live' }).click();
    await press();
    await kim.getByText('Nothing was written').waitFor();
    await kim.locator('.bad-edge').getByText('/guestCustomer', { exact: true }).waitFor();
    await inspect(kim, 'go-live');
    assert.ok(!fs.existsSync(path.join(world.liveFolder, 'settings.json')));
    await world.seedLive({ customers: [{ id: 'GUEST', name: 'Guests', onHold: false, countryCode: 'GB' }] });
    await press();
    await kim.getByText('Live is set up: northwind-live.').waitFor();
    const kept = JSON.parse(fs.readFileSync(path.join(world.liveFolder, 'settings.json'), 'utf8'));
    assert.equal(kept.settings.environment, 'live');
    assert.equal(kept.settings.reconcileDays, 40);
    assert.equal(kept.settings.guestCustomer, 'GUEST');
    await kim.context().close();
  });

  await t.test('stock that Sage counts otherwise is told, and corrected by who may', async () => {
    const lee = await openPage(browser, world.address);
    await logIn(lee, 'lee');
    await go(lee, 'Stock drift');
    assert.ok(await lee.getByRole('button', { name: /^Correct VASE-1 by -/ }).isDisabled());
    await lee.context().close();
    await go(pat, 'Stock drift');
    const vase = pat.getByRole('region', { name: 'VASE-1 at MAIN' });
    await vase.getByText('No document explains it', { exact: false }).waitFor();
    await inspect(pat, 'drift');
    await pat.getByLabel('Why it is corrected (for the audit)').fill('counted this morning');
    await vase.getByRole('button', { name: /^Correct VASE-1 by -/ }).focus();
    await pat.keyboard.press('Enter');
    await pat.getByRole('status').getByText('One correction was handed over.').waitFor();
    await pat.getByRole('button', { name: /^Correct VASE-1 by -/ }).waitFor({ state: 'detached' });
  });

  await t.test('everything is compared, checked and in the audit', async () => {
    await go(pat, 'Reconciliation');
    await pat.getByRole('button', { name: 'Compare with the accounting system' }).click();
    await pat.getByText('Everything that was compared agrees.').waitFor();
    await inspect(pat, 'reconciliation');
    await go(pat, 'Check');
    await pat.getByRole('button', { name: 'Check everything now' }).click();
    await pat.getByText('Checked.').waitFor();
    await inspect(pat, 'check');
    await go(pat, 'Not yet posted');
    await inspect(pat, 'not-yet-posted');
    await go(pat, 'Audit');
    for (const text of ['wrongPassword', 'readAgain', 'sent as a gift', 'a longer look back', 'reconcile', 'tried for a week', 'counted this morning']) {
      await pat.getByText(text).first().waitFor();
    }
    await inspect(pat, 'audit');
  });

  await t.test('log-out ends it', async () => {
    await pat.getByRole('button', { name: 'Log out' }).click();
    await pat.locator('#name').waitFor();
    const status = await pat.evaluate(async () => (await fetch('/api/today')).status);
    assert.equal(status, 401);
    assert.deepEqual(trouble, []);
  });
});
