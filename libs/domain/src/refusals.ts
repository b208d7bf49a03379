// Refusals are values: expected answers to an act that cannot be done now. A defect throws instead.
import type { ActName } from './acts.js';

export type RefusalKind = 'not-yours' | 'not-now' | 'incomplete' | 'unknown';
/** `fields` name what is missing or wrong; `heldBy` who has it; `allowed` the acts that are possible now. */
export interface Refusal { kind: RefusalKind; code: RefusalCode; fields?: string[]; heldBy?: string; allowed?: ActName[] }

/** Every code with its sentence for people. One place; the API and the screens read it. */
export const refusalSentences = {
  'role-does-not-allow': 'Your role does not allow this act.',
  'not-your-team': 'This referral belongs to another team.',
  'has-left': 'This person has left or has no access.',
  'stage-does-not-allow': 'The referral is at a stage in which this cannot be done.',
  'held-by-another': 'Someone else holds the task that this act completes.',
  'no-such-task': 'There is no open task that this act completes.',
  'screen-first': 'A clinician must record the risk before this referral is accepted.',
  'duty-contact-first': 'The duty clinician must be in touch first.',
  'less-urgent-than-screen': 'The clinical screen asked for a faster response than this.',
  'signpost-instead': 'Triage codes F and G are not accepted: return the referral with a signpost.',
  'already-received': 'This referral has already been received.',
  'return-awaits-co-sign': 'A return waits for a clinician’s co-signature.',
  'no-return-proposed': 'No return has been proposed.',
  'co-sign-by-another': 'The return must be co-signed by somebody other than the one who proposed it.',
  'second-person-decides': 'Somebody else must decide what you asked for.',
  'appointment-booked': 'An appointment is booked; cancel it or record it first.',
  'no-such-appointment': 'There is no such appointment on this referral.',
  'appointment-is-over': 'What happened at this appointment is already recorded.',
  'appointment-not-yet': 'The appointment has not begun yet.',
  'starts-before-receipt': 'The appointment lies before the referral was received.',
  'clinician-is-booked': 'The clinician already has an appointment at that time.',
  'length-needs-reason': 'A length other than the usual one needs a reason.',
  'not-a-clinician': 'This person cannot do clinical work here.',
  'discipline-does-not-deliver': 'This discipline does not deliver that modality.',
  'format-not-offered': 'This modality is not offered in that format.',
  'competence-missing': 'This person lacks the competence that the modality needs.',
  'sessions-out-of-range': 'The number of sessions is outside what the modality allows without an approval.',
  'lead-not-in-strands': 'The lead must be one of the strands.',
  'no-such-strand': 'There is no such open strand on this referral.',
  'strand-has-clinician': 'This strand already has a clinician.',
  'strand-has-no-clinician': 'Nobody has taken on this strand yet.',
  'not-the-treating-clinician': 'Only the treating clinician can do this.',
  'allowance-used-up': 'The session allowance is used up; ask for more sessions.',
  'extension-awaits-decision': 'A request for more sessions waits for a decision.',
  'no-extension-requested': 'No extension has been asked for.',
  'open-ended-has-no-allowance': 'An open-ended therapy has no allowance to extend.',
  'notes-missing': 'Notes of attended sessions are missing.',
  'scores-missing': 'Last scores are missing.',
  'code-does-not-fit': 'This discharge code does not fit how far the care went.',
  'checks-missing': 'Risk, vulnerability and a contact attempt must be checked first.',
  'meeting-chairs-decide': 'Only the chair or a team lead allocates in the meeting.',
  'note-already-signed': 'This note is already signed; add to it instead.',
  'note-not-signed': 'There is no signed note to add to.',
  'no-such-period': 'There is no such period of unavailability.',
  'not-removable-now': 'Only its author may remove this period, and only for 48 hours.',
  'wrong-order': 'The end lies before the beginning.',
  'out-of-range': 'The value is outside what is allowed.',
  'person-unchanged': 'The referral is already linked so.',
  'team-unchanged': 'The referral already belongs to that team.',
  'policy-unchanged': 'The referral already follows that version.',
  'nothing-held': 'This person holds nothing on this referral.',
  'no-such-team': 'There is no such team.',
  'no-such-policy': 'The service has no such version of its policy.',
  'no-such-referral': 'There is no such referral.',
  'not-accepted-yet': 'The referral has not been accepted.',
} as const;
export type RefusalCode = keyof typeof refusalSentences;

export const notNow = (code: RefusalCode, more: Partial<Refusal> = {}): Refusal => ({ kind: 'not-now', code, ...more });
export const notYours = (code: RefusalCode, more: Partial<Refusal> = {}): Refusal => ({ kind: 'not-yours', code, ...more });
export const incomplete = (code: RefusalCode, ...fields: string[]): Refusal => ({ kind: 'incomplete', code, fields });
