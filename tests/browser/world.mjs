// SPDX-License-Identifier: Apache-2.0
// A simulated Sage, a warehouse with something to post, and mock-host serve over both, of one build.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';

export const password = 'correct horse battery';

/** Starts a program; the first line that it says. */
function start(program, args, children) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (block) => {
      text += block;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
}

/** A row of orders.csv; the other columns are left empty. */
const row = (order, buyer, item, quantity, price) =>
  `${order},PO-${order},2026-11-02,${buyer},,"1 Quay Street",Whitby,GB,MAIN,1,${item},${item} lamp,,${quantity},C62,${price},`;
const columns = 'orderId,buyerOrderId,issueDate,buyerId,buyerName,addressLine1,addressLine2,countryCode,locationId,lineId,'
  + 'sellersItemId,itemName,gtin,orderedQuantity,unitCode,unitAmount,reasonCode';

export async function makeWorld(build) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dashboard-test-'));
  const data = path.join(folder, 'data');
  const sage = path.join(folder, 'sage');
  fs.mkdirSync(data);
  fs.mkdirSync(sage);
  const children = [];
  const host = path.join(build, 'bin', 'mock-host');
  const run = (args, input = '') => {
    const ended = spawnSync(host, args, { input, encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`mock-host ${args.join(' ')}: ${ended.stdout}${ended.stderr}`);
  };
  const simulator = JSON.parse(await start(path.join(build, 'bin', 'sage-simulator'),
    ['--edition', 'intacct', '--listen', '127.0.0.1:0', '--data', sage], children));
  const liveSage = path.join(folder, 'live-sage');
  fs.mkdirSync(liveSage);
  const live = JSON.parse(await start(path.join(build, 'bin', 'sage-simulator'),
    ['--edition', 'intacct', '--listen', '127.0.0.1:0', '--data', liveSage], children));
  /** Tells a simulated Sage something. */
  const tell = (whom, what, body) => new Promise((resolve, reject) => {
    const request = https.request(`${whom.address}/control/${what}`, { method: 'POST', ca: fs.readFileSync(whom.certificateAuthorityFile),
      agent: false, headers: { 'Content-Type': 'application/json' } }, (reply) => {
      reply.resume();
      reply.on('end', () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${what}: ${reply.statusCode}`))));
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
  /** Creates records in the simulated Sage. */
  const seed = (records) => tell(simulator, 'seed', records);
  const seedLive = (records) => tell(live, 'seed', records);
  await tell(live, 'change', { credentials: { companyId: 'northwind-live', clientId: 'live-client', clientSecret: 'the-secret-of-live',
    senderId: 'live-sender', senderPassword: 'the-password-of-live' } });
  const item = (id) => ({ id, name: 'Lamp', unitCode: 'C62', kind: 'goods' });
  const stock = (id) => ({ item: id, location: 'MAIN', quantity: '1000' });
  await seed({ locations: [{ id: 'MAIN', name: 'Main' }], taxCodes: [{ id: 'STANDARD', percent: '20' }] });
  await seed({ items: [item('LAMP-1'), item('VASE-1')] });
  await seed({ customers: [{ id: 'HARBOUR', name: 'Harbour & Sons', onHold: false, countryCode: 'GB' }] });
  await seed({ stock: [stock('LAMP-1'), stock('VASE-1')] });

  const orders = path.join(folder, 'orders.csv');
  const rows = [['SO-1', 'HARBOUR', 'LAMP-1'], ['SO-2', 'HARBOUR', 'LAMP-9'], ['SO-3', 'HARBOUR', 'LAMP-9'], ['SO-4', 'NOBODY', 'LAMP-1']];
  fs.writeFileSync(orders, `${columns}\n${rows.map(([order, buyer, item]) => row(order, buyer, item, 2, '3.50')).join('\n')}\n`);
  run(['import', orders, '--enter', '--data', data]);
  // Nothing moves the vases: what Sage has too many of them can be told at once.
  run(['receive', 'LAMP-1=20', 'LAMP-9=20', 'VASE-1=20', '--opening', '--data', data]);
  for (const [order] of rows) {
    run(['allocate', order, '--data', data]);
    run(['pick', order, '--data', data]);
    run(['pack', order, '--data', data]);
    run(['despatch', order, '--id', order.replace('SO', 'DN'), '--data', data]);
  }
  run(['person', 'pat', '--role', 'view', '--role', 'retry', '--role', 'remap', '--data', data], `${password}\n`);
  run(['person', 'kim', '--role', 'view', '--role', 'promote', '--data', data], `${password}\n`);
  run(['person', 'sam', '--role', 'view', '--role', 'retry', '--data', data], `${password}\n`);
  run(['person', 'lee', '--role', 'view', '--data', data], `${password}\n`);
  const address = await start(host, ['serve', '--plugin', path.join(build, 'plugins', 'sage_intacct.so'), '--data', data,
    '--sage-address', simulator.address, '--sage-certificate-authority', simulator.certificateAuthorityFile,
    '--live', path.join(folder, 'live'), '--live-sage-address', live.address,
    '--live-sage-certificate-authority', live.certificateAuthorityFile], children);
  return {
    address, item, seed, seedLive, stock, liveFolder: path.join(folder, 'live'),
    async end() {
      for (const child of children.reverse()) {
        const gone = once(child, 'close');
        child.kill('SIGTERM');
        await gone;
      }
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
