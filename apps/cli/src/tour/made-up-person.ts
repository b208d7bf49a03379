// A made-up person whom no other referral is about: an NHS number of the 999 range, which is never issued, and a telephone number kept for drama.
import { nhsNumber } from '../seed/invented-people.js';

/** A referral letter about a person who does not exist. `no` chooses the person: another number, another person. */
export function madeUpReferral(no: number, receivedAt?: string): Record<string, unknown> {
  return {
    ...(receivedAt && { receivedAt }), referrerName: 'Dr Carys Hughes', referrerOds: 'ZZ104', referrerEmail: 'surgery4@example.nhs.test',
    givenName: 'Robin', familyName: `Merriweather-${no.toString(36)}`, dateOfBirth: '1984-06-17', nhsNumber: nhsNumber(no), ethnicity: 'Z', phone: '07700 900461', postcode: `ZZ${no % 90} ${no % 10}ZZ`,
    reason: 'Low mood and poor sleep since losing work in spring. Would like to talk to somebody.', triedBefore: 'Sertraline 50 mg since May.', urgency: 'routine', safeToLeaveVoicemail: 'no', preferredModality: 'cbt',
  };
}
