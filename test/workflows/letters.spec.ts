// What letters say. Needs no server.
import { addressees, letters, purposes, questions, signposts, type Addressee, type Letter, type Untimed } from '#domain';
import type { DeliveryOrder } from '#database';
import { composeLetter, mailAddress } from '../../apps/worker/src/delivery/compose-letter.js';

const order = (letter: Letter, addressee: Addressee, changed: Partial<DeliveryOrder> = {}): DeliveryOrder => ({
  deliveryId: 'b0f8c2de-0000-4000-8000-000000000001', letter, addressee, attempts: 1, askedAt: '2026-03-02T09:00:00.000Z', reference: 'HR-000017', senderReference: 'GP-1', told: [], questions: [],
  serviceName: 'Psychological Therapies Service', teamName: 'North Team', site: 'Larch House',
  patient: { givenName: 'Zoë', familyName: 'O’Neill', dateOfBirth: '1990-02-28', email: 'zoe@home.example', address: '1 High Street', postcode: 'ZZ99 3AA', gpOds: 'A12345' },
  referrer: { name: 'Dr Carys Hughes', ods: 'A12345', email: 'practice@gp.example' }, ...changed,
});
const appointment = { no: 1, purpose: purposes[1], clinicianId: 'tomasz', discipline: 'clinical-psychologist', startsAt: '2026-07-03T13:30:00.000Z', minutes: 50, mechanism: 'face-to-face', outcome: 'booked' } as const;
const everyLetter = letters.flatMap((letter) => addressees.map((addressee) => [letter, addressee] as const));

describe('every letter', () => {
  it.each(everyLetter)('%s to the %s is whole, says whom to call, and holds no word of the clinic’s own', (letter, addressee) => {
    for (const way of ['mail', 'print'] as const) {
      const { subject, text } = composeLetter(order(letter, addressee, { appointment }), way, undefined);
      expect(subject.length).toBeGreaterThan(10);
      expect(`${subject}\n${text}`).not.toMatch(/undefined|null|\[object|NaN|\{|\}/);
      expect(text).toMatch(/To reach us/);
      expect(text).toMatch(addressee === 'patient' ? /NHS 111[\s\S]*999/ : /999/);
      expect(`${subject}\n${text}`).not.toMatch(/triage|MDT|modality|strand|episode|DNA|diagnos|disorder|risk level|clinical-|suicid/i);
    }
  });
});

describe('a letter by mail', () => {
  it.each(letters)('%s names no patient to a professional', (letter) => {
    expect(composeLetter(order(letter, 'referrer', { appointment }), 'mail', undefined).text).not.toMatch(/Zoë|O’Neill|1990/);
  });
  it('goes to the patient’s or the referrer’s address, never to a practice we have no address of', () => {
    expect(addressees.map((addressee) => mailAddress(order('accepted', addressee)))).toEqual(['practice@gp.example', 'zoe@home.example', undefined]);
  });
  it('never carries the words of a summary: those go on paper', () => {
    const summary = order('discharge-summary', 'patient', { summary: 'We met sixteen times.' });
    expect(mailAddress(summary)).toBeUndefined();
    expect(composeLetter(summary, 'mail', undefined).text).not.toContain('sixteen');
    expect(composeLetter(summary, 'print', undefined).text).toContain('We met sixteen times.');
  });
});

describe('what a letter is about', () => {
  it('tells the day, the time where the patient lives, the length and the place of an appointment', () => {
    const { text } = composeLetter(order('appointment', 'patient', { appointment }), 'mail', undefined);
    expect(text).toContain('Friday 3 July 2026 at 2:30 pm, for'); // summer time
    expect(text).toContain('50 minutes, in person at Larch House');
  });
  it.each(questions)('asks the referrer in words: %s', (question) => {
    const { text } = composeLetter(order('information-request', 'referrer', { questions: [question] }), 'mail', undefined);
    expect(text).toMatch(/^- \w.{8,}$/m);
  });
  it.each(signposts.filter((one) => one !== 'none'))('says who may help instead: %s', (signpost) => {
    const told = [{ type: 'returned-to-referrer', reason: '02', signpost }] as Untimed[];
    expect(composeLetter(order('returned', 'patient', { told }), 'mail', undefined).text).toMatch(/may help you: .{8,}\./);
    expect(composeLetter(order('returned', 'referrer', { told }), 'mail', undefined).text).toMatch(/We suggest: .{8,}\./);
  });
});
