// The sender's key of a request, and the ids that follow from it. Two people who send the same key never meet.
import { createHmac } from 'node:crypto';
import { headerOf, type Asked } from './asked.js';
import { badShape } from './problems.js';

const OWN_KEY = /^[A-Za-z0-9._:-]{8,128}$/;
const INTAKE_KEY = /^[\x21-\x7e]{1,128}$/;

/** The Idempotency-Key header. `intake`: the sender's own reference, any 1 to 128 visible ASCII characters. Throws 400. */
export function keyOf(asked: Asked, rule: 'needed' | 'intake'): string {
  const key = headerOf(asked, 'idempotency-key')?.trim().replace(/^"(.*)"$/, '$1');
  if (!key || !(rule === 'intake' ? INTAKE_KEY : OWN_KEY).test(key)) {
    throw badShape('key-missing', rule === 'intake' ? { detail: 'Send an Idempotency-Key: your own reference of this referral, 1 to 128 visible ASCII characters.' } : {});
  }
  return key;
}

/** A UUID (version 8) that follows from a secret and some names: the same names, the same id; nobody can guess one. */
export function idFrom(secret: Buffer, ...names: string[]): string {
  const bytes = createHmac('sha256', secret).update(names.map((name) => `${name.length}:${name}`).join('|')).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
/** The command id of an act: the caller's key on this referral. */
export const commandIdOf = (secret: Buffer, caller: string, referralId: string, key: string): string => idFrom(secret, 'act', caller, referralId, key);
/** The id of an act's words follows from the words too: a resend with other words is another command, and is refused. */
export const noteIdOf = (secret: Buffer, commandId: string, words: string): string => idFrom(secret, 'note', commandId, words);
