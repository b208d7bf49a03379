// Letters and messages: chased until they arrive, by mail or on paper, and never sent once they are no longer wanted.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { carryOut } from '#database';
import type { Command } from '#domain';
import { deliveryWorkflow, deliveryWorkflowId, type Delivered } from '../../workflows/delivery.messages.js';
import { openMailServer, type MailServer } from './under-test/mail-server.js';
import { receive } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let mail: MailServer;
let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => {
  mail = await openMailServer();
  here = await surroundings({ SMTP_URL: mail.url, MAIL_FROM: 'letters@clinic.example', HANDRAIL_MAIL_TRIES: '1', HANDRAIL_CONTACT: 'ring 01632 960 001 on working days' });
  worker = await startWorker(here);
});
afterAll(async () => { await worker.stop(); await here.close(); await mail.close(); });
beforeEach(() => { mail.answer(undefined); });

interface Row { id: string; letter: string; addressee: string; stage: string; channel: string | null; attempts: number; code: string | null }
const deliveries = (referralId: string) => here.database.query<Row>('SELECT delivery_id AS id, letter, addressee, stage, channel, attempts, last_code AS code FROM delivery WHERE referral_id = $1 ORDER BY no', [referralId]);
const of = async (referralId: string, addressee: string, letter = 'acknowledgement') => (await deliveries(referralId)).find((row) => row.addressee === addressee && row.letter === letter)!;
const ended = async (referralId: string) => (await deliveries(referralId)).every((row) => ['delivered', 'printed', 'stopped'].includes(row.stage));
const printed = (id: string) => { const file = path.join(here.printFolder, `${id}.txt`); return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined; };
const mailTo = (address: string) => mail.received.filter((one) => one.to.includes(address));
const record = async (referralId: string, command: Command, by = 'amina') => { const { refusal } = await carryOut(here.database, { referralId, commandId: randomUUID(), command, by }); if (refusal) throw new Error(refusal.code); };

describe('a letter to somebody whose mail address we know', () => {
  it('goes by mail, once, in words a patient can read, and says whom to call', async () => {
    const email = 'marigold@home.example';
    const id = await receive(here.database, { person: { email } });
    await until(() => ended(id), 'every letter is out');
    expect(await of(id, 'patient')).toMatchObject({ stage: 'delivered', channel: 'mail', attempts: 1 });
    const [letter, ...more] = mailTo(email);
    expect(more).toEqual([]);
    for (const words of ['Dear Marigold Featherstonehaugh', 'ring 01632 960 001', 'NHS 111', '999', 'Our reference: HR-']) expect(letter!.text).toContain(words);
    expect(printed((await of(id, 'patient')).id)).toBeUndefined();
  });
  it('names no patient to anybody but the patient', async () => {
    const referrerEmail = 'practice@gp.example';
    const id = await receive(here.database, { referral: { referrerEmail } });
    await until(() => ended(id), 'every letter is out');
    const [letter] = mailTo(referrerEmail);
    expect(letter!.text).toContain('Dear colleague');
    expect(letter!.text).not.toMatch(/Featherstonehaugh|Marigold|spring/);
  });
});

describe('a letter to somebody whose mail address we do not know', () => {
  it('is printed, once, also when its sending is begun again', async () => {
    const id = await receive(here.database, { person: { address: '4 Mill Lane, Ashby', postcode: 'ZZ99 3AA' } });
    await until(() => ended(id), 'every letter is out');
    const row = await of(id, 'patient');
    expect(row).toMatchObject({ stage: 'printed', channel: 'print', attempts: 1 });
    expect(printed(row.id)).toContain('4 Mill Lane, Ashby\nZZ99 3AA');
    const writtenAt = fs.statSync(path.join(here.printFolder, `${row.id}.txt`)).mtimeMs;
    await here.link.client.workflow.getHandle(deliveryWorkflowId(row.id)).result(); // the letter is out a moment before its workflow has ended
    const again = await here.link.client.workflow.execute(deliveryWorkflow, { workflowId: deliveryWorkflowId(row.id), args: [row.id], taskQueue: here.link.taskQueue }) as Delivered;
    expect(again).toBe('printed');
    await here.database.query(`UPDATE delivery SET stage = 'sending' WHERE delivery_id = $1`, [row.id]); // as after a crash between print and record
    await here.link.client.workflow.execute(deliveryWorkflow, { workflowId: deliveryWorkflowId(row.id), args: [row.id], taskQueue: here.link.taskQueue });
    expect(fs.statSync(path.join(here.printFolder, `${row.id}.txt`)).mtimeMs).toBe(writtenAt);
    expect(fs.readdirSync(here.printFolder).filter((file) => file.startsWith('.'))).toEqual([]); // nothing half written
  });
});

describe('when the mail server says no', () => {
  it('for now, the letter is tried again and then printed', async () => {
    mail.answer(451);
    const id = await receive(here.database, { person: { email: 'busy@home.example' } });
    await until(async () => (await of(id, 'patient')).stage === 'printed', 'printed', 40_000);
    expect(await of(id, 'patient')).toMatchObject({ channel: 'print', attempts: 2, code: 'smtp-451' });
    expect(printed((await of(id, 'patient')).id)).toContain('Dear Marigold');
  });
  it('for good, the letter is printed at once', async () => {
    mail.answer(550);
    const before = mail.refused;
    const id = await receive(here.database, { person: { email: 'nobody@home.example' } });
    await until(() => ended(id), 'every letter is out');
    expect(await of(id, 'patient')).toMatchObject({ stage: 'printed', attempts: 1, code: 'smtp-550' });
    expect(mail.refused - before).toBe(1);
  });
});

describe('a letter that is no longer wanted', () => {
  it('is never sent: what was waiting when the patient died stays unsent', async () => {
    await worker.stop();
    const email = 'late@home.example';
    const id = await receive(here.database, { person: { email } });
    await record(id, { act: 'recordDeath' }, 'callum');
    worker = await startWorker(here);
    const rows = await deliveries(id);
    expect(rows.map((row) => row.stage)).toEqual(rows.map(() => 'stopped'));
    const running = await here.link.client.workflow.execute(deliveryWorkflow, { workflowId: deliveryWorkflowId(rows[0]!.id), args: [rows[0]!.id], taskQueue: here.link.taskQueue });
    expect(running).toBe('stopped');
    expect(mailTo(email)).toEqual([]);
    expect(rows.map((row) => printed(row.id))).toEqual(rows.map(() => undefined));
  });
  it('is given up between two attempts when the patient dies meanwhile', async () => {
    mail.answer(451);
    const email = 'between@home.example';
    const id = await receive(here.database, { person: { email } });
    await until(async () => (await of(id, 'patient')).code === 'smtp-451', 'the first attempt has failed');
    await record(id, { act: 'recordDeath' }, 'callum');
    mail.answer(undefined);
    const { id: deliveryId } = await of(id, 'patient');
    expect(await here.link.client.workflow.getHandle(deliveryWorkflowId(deliveryId)).result()).toBe('stopped');
    expect(mailTo(email)).toEqual([]);
    expect(printed(deliveryId)).toBeUndefined();
  });
  it('stops for the patient, but the referrer is still told of a withdrawal', async () => {
    await worker.stop();
    const id = await receive(here.database);
    await record(id, { act: 'withdraw', by: 'patient' }, 'callum');
    worker = await startWorker(here);
    await until(() => ended(id), 'every letter is out or stopped');
    expect((await deliveries(id)).map((row) => [row.letter, row.addressee, row.stage])).toEqual([
      ['acknowledgement', 'referrer', 'stopped'], ['acknowledgement', 'patient', 'stopped'], ['withdrawn', 'referrer', 'printed']]);
  });
});
