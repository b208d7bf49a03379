// Puts a letter together: who it is to, what it says, whom to call. Mail says less than paper: no name of a patient to anybody but the
// patient, and no summary of care, because a mailbox may be read by others.
import type { Addressee } from '#domain';
import type { DeliveryOrder } from '#database';
import { letterTexts } from './letters.js';

export type Way = 'mail' | 'print';
export interface Composed { subject: string; text: string }

/** The address mail goes to; undefined when the letter must be printed: no address known, or words of a summary in it. */
export function mailAddress(order: DeliveryOrder): string | undefined {
  if (order.summary !== undefined) return undefined;
  const addresses: Record<Addressee, string | null> = { patient: order.patient.email, referrer: order.referrer.email, gp: null };
  return addresses[order.addressee] ?? undefined;
}

/** The whole letter as plain text. `contact` is how patients reach the service, from the worker's settings. */
export function composeLetter(order: DeliveryOrder, way: Way, contact: string | undefined): Composed {
  const toPatient = order.addressee === 'patient';
  const { subject, paragraphs } = letterTexts[order.letter][toPatient ? 'patient' : 'professional'](order);
  const parts = [
    `${order.serviceName}\n${order.teamName}, ${order.site}`,
    ...(way === 'print' ? [addressLines(order)] : []),
    references(order, way),
    toPatient ? `Dear ${patientName(order)},` : 'Dear colleague,',
    ...paragraphs,
    ...(way === 'print' && order.summary !== undefined ? [order.summary] : []),
    whomToCall(order, contact),
    `With kind regards,\n${order.teamName}`,
  ];
  return { subject, text: `${parts.filter((part) => part !== '').join('\n\n')}\n` };
}

const patientName = ({ patient }: DeliveryOrder) => [patient.givenName, patient.familyName].filter(Boolean).join(' ');
function addressLines(order: DeliveryOrder): string {
  const { patient, referrer, addressee } = order;
  const lines: Record<Addressee, (string | null)[]> = {
    patient: [patientName(order), patient.address, patient.postcode],
    referrer: [referrer.name, referrer.ods && `Organisation ${referrer.ods}`],
    gp: ['The GP practice', patient.gpOds && `Practice ${patient.gpOds}`],
  };
  return lines[addressee].filter(Boolean).join('\n');
}
function references(order: DeliveryOrder, way: Way): string {
  const ours = `Our reference: ${order.reference}`;
  if (order.addressee === 'patient') return ours;
  const theirs = order.addressee === 'referrer' && order.senderReference ? `\nYour reference: ${order.senderReference}` : '';
  return `${ours}${theirs}${way === 'print' ? `\nPatient: ${patientName(order)}, born ${order.patient.dateOfBirth}` : ''}`;
}
function whomToCall(order: DeliveryOrder, contact: string | undefined): string {
  const reach = contact ? `To reach us: ${contact}.` : `To reach us, ask for ${order.teamName} at ${order.site}.`;
  return order.addressee === 'patient'
    ? `${reach} If you need help before then, or feel unsafe, call NHS 111 and choose the mental health option, at any time of day or night. In an emergency call 999.`
    : `${reach} If you are worried about the patient, call us at once. In an emergency call 999.`;
}
