// What Temporal gets to know: ids, codes and instants, sealed. No name, no number, no word that anybody wrote.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import { carryOut } from '#database';
import type { Command } from '#domain';
import { payloadCodec, tellConductor } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { openMailServer, type MailServer } from './under-test/mail-server.js';
import { readHistories, type Kept } from './under-test/read-histories.js';
import { receiveAndBegin, send, stateOf } from './under-test/through-temporal.js';
import { skipTime } from './under-test/skip-time.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let mail: MailServer;
let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => {
  mail = await openMailServer();
  here = await surroundings({ SMTP_URL: mail.url, MAIL_FROM: 'letters@clinic.example', HANDRAIL_MAIL_TRIES: '1' });
  worker = await startWorker(here);
});
afterAll(async () => { await worker.stop(); await here.close(); await mail.close(); });

const canaries = {
  givenName: 'Quillonby', familyName: 'Strathmorrow', phone: '01632960777', email: 'canary-mail@home.example', address: 'Canary House, 7 Wren Row', postcode: 'ZZ99 3WZ', nhsNumber: '9990000018', birth: '1961-11-09',
  referrer: 'Dr Peregrine Oxlade', referrerMail: 'oxlade-practice@gp.example', reason: 'hears the kettle talk', tried: 'six weeks of zopiclone', note: 'wept throughout the session', staff: 'Callum Reid',
};
const anyCanary = new RegExp(Object.values(canaries).map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'i');

async function liveThrough(): Promise<string> {
  const id = await receiveAndBegin(here.database, here.link, {
    person: { givenName: canaries.givenName, familyName: canaries.familyName, phone: canaries.phone, email: canaries.email, address: canaries.address, postcode: canaries.postcode, nhsNumber: canaries.nhsNumber, dateOfBirth: canaries.birth },
    referral: { referrerName: canaries.referrer, referrerEmail: canaries.referrerMail, reason: canaries.reason, triedBefore: canaries.tried, risk: { selfHarm: true } },
  });
  const act = async (by: string, command: Command, noteId?: string) => {
    const telling = { commandId: randomUUID(), by, command };
    const words = noteId ? [{ noteId, kind: 'note', text: canaries.note }] : [];
    const { refusal } = await carryOut(here.database, { referralId: id, ...telling, words });
    if (refusal) throw new Error(refusal.code);
    expect(await tellConductor(here.link, id, telling)).toBe('heard');
  };
  const noteId = randomUUID();
  await act('callum', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'moderate', noteId }, noteId);
  await act('amina', { act: 'bookAppointment', purpose: 'assessment', clinicianId: 'tomasz', startsAt: new Date(Date.now() + 86_400_000).toISOString(), minutes: 50, mechanism: 'video' });
  expect(await send(here.link, id, 'callum', { act: 'recordFollowUpContact', outcome: 'worse' })).toEqual({ refused: 'stage-does-not-allow' });
  await send(here.link, id, 'callum', { act: 'allocateAtMdt', between: true, strands: canaries.reason } as never); // a defect: the wrong shape
  await skipTime(here.link, referralWorkflowId(id), 5 * 86_400_000);
  mail.answer(550);
  await act('amina', { act: 'cancelAppointment', appointmentNo: 1, by: 'provider' });
  await until(async () => (await here.database.query(`SELECT 1 FROM delivery WHERE referral_id = $1 AND stage IN ('waiting', 'sending')`, [id])).length === 0, 'every letter is out', 40_000);
  await act('callum', { act: 'recordDeath' });
  return id;
}

describe('after a whole life of a referral', () => {
  let id: string;
  let kept: Kept[];
  beforeAll(async () => {
    id = await liveThrough();
    await until(async () => { kept = await readHistories(here); return kept.some((one) => one.workflowId === referralWorkflowId(id)) && kept.length >= 6; }, 'the histories are listed');
  });
  it('no history holds a name, a number or a word that anybody wrote, not even for who has the key', () => {
    expect(kept.map((one) => one.workflowId.split('/')[0])).toEqual(expect.arrayContaining(['referral', 'delivery']));
    const exceptTheWrongShape = new RegExp(anyCanary.source.replace('|hears the kettle talk', ''), 'i');
    expect(kept.map(({ opened, sealed }) => exceptTheWrongShape.exec(`${opened}\n${sealed}`)?.[0])).toEqual(kept.map(() => undefined));
  });
  it('only a command of the wrong shape, which no part of the product sends, carries words, and they lie there sealed', () => {
    const mine = kept.find((one) => one.workflowId === referralWorkflowId(id))!;
    expect([mine.opened.includes(canaries.reason), mine.sealed.includes(canaries.reason)]).toEqual([true, false]); // proves that opening opens
  });
  it('without the key hardly a code can be read: only the names of acts, the codes of refusals and the stage', () => {
    const { sealed } = kept.find((one) => one.workflowId === referralWorkflowId(id))!;
    const readable = ['acceptAtTriage', 'stage-does-not-allow', 'awaiting-assessment'].map((code) => sealed.includes(code));
    expect(readable).toEqual([true, true, true]);
    const hidden = ['moderate', 'triageCode', 'riskLevel', 'callum', 'video'].filter((code) => sealed.includes(code));
    expect(hidden).toEqual([]);
  });
  it('the worker’s log holds none of them', async () => {
    expect((await stateOf(here.database, id)).stage).toBe('closed');
    expect(here.logged.length).toBeGreaterThan(3);
    expect(anyCanary.exec(here.logged.join('\n'))?.[0]).toBeUndefined();
  });
});

describe('a sealed payload', () => {
  const said = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"HR-000017"') };
  const textOf = (bytes?: Uint8Array | null) => Buffer.from(bytes ?? []).toString();
  it('opens where it was sealed, also after the key was changed', async () => {
    const { keys } = here.settings;
    const [sealed] = await payloadCodec(keys, 'default').encode([said]);
    expect(textOf(sealed!.data)).not.toContain('HR-000017');
    const rotated = { current: 'next', keys: { ...keys.keys, next: Buffer.alloc(32, 7) } };
    expect(textOf((await payloadCodec(rotated, 'default').decode([sealed!]))[0]!.data)).toBe('"HR-000017"');
  });
  it('does not open in another namespace, nor when a byte was altered, nor without its key', async () => {
    const { keys } = here.settings;
    const [sealed] = await payloadCodec(keys, 'default').encode([said]);
    await expect(payloadCodec(keys, 'another').decode([sealed!])).rejects.toThrow('does not open');
    const altered = Buffer.from(sealed!.data!);
    altered[altered.length - 1]! ^= 1;
    await expect(payloadCodec(keys, 'default').decode([{ ...sealed!, data: altered }])).rejects.toThrow('does not open');
    await expect(payloadCodec({ current: 'next', keys: { next: Buffer.alloc(32, 7) } }, 'default').decode([sealed!])).rejects.toThrow('does not hold');
  });
  it('passes unsealed payloads through, so that older ones stay readable', async () => {
    expect(await payloadCodec(here.settings.keys, 'default').decode([said])).toEqual([said]);
  });
});
