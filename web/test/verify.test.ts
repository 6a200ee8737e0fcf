import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { writeLedgerFile } from '../../bench/verify/write-ledger-file.ts';
import { disputeLine, payoutLine, refundLine } from '../../server/test/support/rows/activity-lines.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { filesOf, openVerifyPage, type VerifyPage } from './support/verify-page.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00.000Z', periodEnd: '2026-05-01T00:00:00.000Z' };
const MAY = { periodStart: '2026-05-01T00:00:00.000Z', periodEnd: '2026-06-01T00:00:00.000Z' };
const TYPES = ['BALANCE_LEDGER', 'PAYMENT_ACTIVITY', 'PAYOUT_RECONCILIATION', 'REFUNDS_DISPUTES'];
const ALL_OF_A_LEDGER = {
  'The operator signed the manifest': 'Holds',
  'The file is the one that was signed': 'Holds',
  'The entries form one chain': 'Holds',
  'Count and sums agree': 'Holds',
  'The period is whole': 'Holds',
  'The saved head is in the ledger': 'Holds',
};
const NO_HEAD = { 'The saved head is in the ledger': 'Not checked' };
const NO_CHAIN = { 'The entries form one chain': 'Not checked', 'The period is whole': 'Not checked' };
const JWKS = { method: 'GET', path: '/.well-known/jwks.json', sentBytes: 0 };
const NUL = String.fromCharCode(0);

type Exported = { csv: Buffer; json: Buffer; manifest: string };

describe('the page Verify a file', () => {
  let dashboard: Dashboard;
  const exported = new Map<string, Exported>();
  let head: string;
  let keys: string;
  let verify: VerifyPage;

  async function exportOf(type: string, period: typeof APRIL): Promise<Exported> {
    const { store } = dashboard;
    const { report, files } = await store.export({ type, ...period, formats: ['CSV', 'JSON'] });
    const { body } = await store.call('GET', `/reports/${report.id}/manifest`);
    return { csv: files['CSV'] as Buffer, json: files['JSON'] as Buffer, manifest: JSON.stringify(body) };
  }
  const reportOf = (type: string): Exported => exported.get(type) as Exported;

  before(async () => {
    dashboard = await openDashboard();
    const days = Array.from({ length: 9 }, (_, day) => `2026-04-0${day + 1}T10:00:00.000Z`);
    await dashboard.store.record([
      ...days.map((at, day) => paymentLine(`pmt_${day}`, at)),
      refundLine('rfd_1', 'pmt_1'),
      disputeLine('dsp_1', 'pmt_2'),
      payoutLine('pto_1'),
      paymentLine('pmt_may', '2026-05-02T10:00:00.000Z'),
    ]);
    for (const type of TYPES) exported.set(type, await exportOf(type, APRIL));
    exported.set('MAY', await exportOf('BALANCE_LEDGER', MAY));
    head = JSON.stringify((await dashboard.store.call('GET', '/payouts/ledger/head')).body);
    keys = await (await fetch(`${dashboard.server.baseUrl}/.well-known/jwks.json`)).text();
  });
  beforeEach(async () => {
    verify = await openVerifyPage(dashboard);
  });
  afterEach(() => verify.page.browserContext().close());
  after(() => dashboard.close());

  it('is linked from the menu of a store, and says what to bring', async () => {
    const page = await dashboard.signedIn();
    await page.locator('::-p-aria(Verify a file[role="link"])').click();
    await page.waitForSelector('::-p-aria(Choose files)');
    await lookAt(page, 'verify-empty');
  });

  it('proves a ledger in both its formats, without an account, and sends nothing', async () => {
    const { csv, json, manifest } = reportOf('BALANCE_LEDGER');
    const files = await filesOf({ 'ledger.csv': csv, 'ledger.json': json, 'manifest.json': manifest });
    const { page } = verify;
    await verify.choose(...Object.values(files));
    await lookAt(page, 'verify-brought');
    await verify.verify();
    assert.match(await verify.text(), /Everything checked holds/);
    assert.match(await verify.text(), /2 files, 24 rows: the operator issued exactly these bytes/);
    assert.match(await verify.text(), /Closed: all its entries are here/);
    assert.deepEqual(await verify.steps(), { ...ALL_OF_A_LEDGER, ...NO_HEAD });
    assert.deepEqual(verify.requests, [JWKS]);
    // The worker, which has the files, may not talk to anybody.
    dashboard.expectInConsole('/nobody');
    const [worker] = page.workers();
    assert.equal(await worker!.evaluate(`fetch('${dashboard.server.baseUrl}/nobody').catch(() => 'refused')`), 'refused'); // prettier-ignore
    await lookAt(page, 'verify-proven');
  });

  it('proves the files of every type of report against their manifests', async () => {
    for (const type of TYPES) {
      const { csv, json, manifest } = reportOf(type);
      for (const [name, bytes] of Object.entries({ 'report.csv': csv, 'report.json': json })) {
        const files = await filesOf({ [name]: bytes, 'manifest.json': manifest });
        await verify.choose(...Object.values(files));
        await verify.verify();
        const isLedger = type === 'BALANCE_LEDGER';
        const expected = { ...ALL_OF_A_LEDGER, ...NO_HEAD, ...(isLedger ? {} : NO_CHAIN) };
        assert.deepEqual(await verify.steps(), expected, `${type} ${name}`);
        await verify.page.locator('::-p-aria(Verify other files)').click();
      }
    }
  });

  it('uses keys and a head that were saved, and then asks the server for nothing', async () => {
    const { csv, manifest } = reportOf('MAY');
    const files = await filesOf({
      'may.csv': csv,
      'manifest.json': manifest,
      'keys.json': keys,
      'head.json': head,
    });
    await verify.choose(...Object.values(files));
    await verify.verify();
    assert.deepEqual(await verify.steps(), ALL_OF_A_LEDGER);
    assert.match(await verify.text(), /among the keys you brought/);
    assert.match(await verify.text(), /Complete as recorded/);
    assert.deepEqual(verify.requests, []);
  });

  it('names the row in which one byte was changed, with what was expected and found', async () => {
    const { csv, json, manifest } = reportOf('BALANCE_LEDGER');
    const lines = csv.toString().split('\n');
    const hash = (lines[5] as string).slice(-64);
    lines[5] = (lines[5] as string).replace(',930,', ',931,');
    const files = await filesOf({ 'ledger.csv': lines.join('\n'), 'manifest.json': manifest });
    const { page } = verify;
    await verify.choose(...Object.values(files));
    await verify.verify();
    const text = await verify.text();
    assert.match(text, /Entry 5 does not hold/);
    assert.match(text, /Line\s+6\s+Entry\s+5\s+Field\s+hash\s+Expected\s+[0-9a-f]{64}\s+Found/);
    assert.equal(/Found\s+([0-9a-f]{64})/.exec(text)?.[1], hash);
    assert.notEqual(/Expected\s+([0-9a-f]{64})/.exec(text)?.[1], hash);
    assert.equal((await verify.steps())['The entries form one chain'], 'Does not hold');
    assert.equal((await verify.steps())['The period is whole'], 'Not checked');
    await lookAt(page, 'verify-broken');

    await page.locator('::-p-aria(Verify other files)').click();
    const doctored = json.toString().split('\n');
    doctored[5] = (doctored[5] as string).replace('"amount":930,', '"amount":931,');
    await verify.choose(
      ...Object.values(await filesOf({ 'ledger.json': doctored.join('\n'), 'manifest.json': manifest })),
    );
    await verify.verify();
    assert.match(await verify.text(), /Line\s+6\s+Entry\s+5\s+Field\s+hash/);
  });

  it('finds one changed byte in a report without a chain, too', async () => {
    const { csv, manifest } = reportOf('PAYMENT_ACTIVITY');
    const bytes = Buffer.from(csv.toString().replace('cs_pmt_3', 'cs_pmt_8'));
    await verify.choose(
      ...Object.values(await filesOf({ 'payments.csv': bytes, 'manifest.json': manifest })),
    );
    await verify.verify();
    assert.equal((await verify.steps())['The file is the one that was signed'], 'Does not hold');
    assert.match(await verify.text(), /is not, byte for byte, the file that manifest\.json names/);
  });

  it('says so when the manifest belongs to another file, or other keys signed it', async () => {
    const { csv, manifest } = reportOf('BALANCE_LEDGER');
    await verify.choose(
      ...Object.values(await filesOf({ 'ledger.csv': csv, 'manifest.json': reportOf('MAY').manifest })),
    );
    await verify.verify();
    assert.match(await verify.text(), /The entry lies outside the period of its manifest/);

    const [key] = (JSON.parse(keys) as { keys: object[] }).keys;
    const forged = JSON.stringify({ keys: [{ ...key, kid: 'another' }] });
    const files = { 'ledger.csv': csv, 'manifest.json': manifest, 'keys.json': forged };
    await verify.page.locator('::-p-aria(Verify other files)').click();
    await verify.choose(...Object.values(await filesOf(files)));
    await verify.verify();
    assert.match(await verify.text(), /the key that it names is not among the given ones/);
    assert.equal((await verify.steps())['The operator signed the manifest'], 'Does not hold');
    assert.equal((await verify.steps())['The entries form one chain'], 'Not checked');
  });

  it('explains a missing manifest: of a ledger only the chain is proven, of other reports nothing', async () => {
    const payments = await filesOf({ 'payments.csv': reportOf('PAYMENT_ACTIVITY').csv });
    await verify.choose(payments['payments.csv']);
    await verify.waitFor('Add the manifest: only a ledger can be checked, in part, without it.');
    assert.ok(await verify.page.$('::-p-aria(Verify[role="button"]):disabled'));
    await verify.page.locator('::-p-aria(Remove payments.csv)').click();

    const ledger = await filesOf({ 'ledger.json': reportOf('BALANCE_LEDGER').json });
    await verify.choose(ledger['ledger.json']);
    await verify.verify();
    assert.match(await verify.text(), /The chain is unbroken, but nobody has vouched for it/);
    assert.match(await verify.text(), /Add the manifest to learn whether this is what the operator issued/);
    assert.equal((await verify.steps())['The entries form one chain'], 'Holds');
    assert.equal((await verify.steps())['The operator signed the manifest'], 'Not checked');
  });

  it('says in one line of a file that it is none of ours', async () => {
    const files = await filesOf({
      'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      'empty.csv': '',
      'letter.txt': 'Dear auditor, I hope this finds you well.',
      'bank.csv': 'date,text,amount\n2026-04-01,rent,12\n',
      'nuls.csv': `store_id,sequence\n${NUL}${NUL},1`,
    });
    await verify.choose(files['picture.png'], files['empty.csv'], files['letter.txt']);
    const text = await verify.text();
    assert.equal(text.match(/neither a report’s CSV or JSON nor a manifest/g)?.length, 2);
    assert.match(text, /it is empty/);
    for (const name of ['bank.csv', 'nuls.csv'] as const) {
      await verify.choose(files[name]);
      await verify.verify();
      const said = await verify.page.$eval('[role="alert"]', (alert) => alert.textContent);
      assert.match(
        said,
        new RegExp(`^Nothing can be said about this: ${name} is no BALANCE_LEDGER file .*\\.$`),
      );
      if (name === 'bank.csv') await lookAt(verify.page, 'verify-unreadable');
      await verify.page.locator(`::-p-aria(Remove ${name})`).click();
    }
  });

  it('shows bytes and rows while it works, and stops when told to', async () => {
    const { 'ledger.csv': path } = await filesOf({ 'ledger.csv': '' });
    await writeLedgerFile(path, 300_000); // seconds of work: the pause must not come when all is done
    const { page } = verify;
    await verify.choose(path);
    await page.locator('::-p-aria(Verify[role="button"])').click();
    await page.waitForFunction(() => /MB of \d+ MB, [1-9][\d,]+ rows/.test(document.body.innerText));
    const [worker] = page.workers();
    await worker!.client.send('Debugger.enable');
    await worker!.client.send('Debugger.pause');
    await lookAt(page, 'verify-checking');
    await page.locator('::-p-aria(Cancel)').click();
    await verify.waitFor('Drop a report’s file and its manifest here');
    assert.match(await verify.text(), /ledger\.csv/);
    await verify.verify();
    assert.match(await verify.text(), /1 file, 300,000 rows/);
  });

  it('takes files that are dropped anywhere on the page', async () => {
    const { csv, manifest } = reportOf('BALANCE_LEDGER');
    const files = Object.values(await filesOf({ 'ledger.csv': csv, 'manifest.json': manifest }));
    const { page } = verify;
    const devTools = await page.createCDPSession();
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devTools.send('Input.dispatchDragEvent', { type, x: 700, y: 850, data });
    await verify.waitFor('manifest.json');
    await verify.verify();
    assert.match(await verify.text(), /Everything checked holds/);
  });
});
