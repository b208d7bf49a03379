// Ids that follow from what they name, so that a repeated act gives the same rows.
import { createHash } from 'node:crypto';

/** A version-8 UUID from a name; the same name gives the same id for ever. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
export const taskIdOf = (referralId: string, no: number): string => uuidOf(`${referralId}/task/${no}`);
export const deliveryIdOf = (referralId: string, no: number): string => uuidOf(`${referralId}/delivery/${no}`);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
};
/** SHA-256 of a value's JSON with sorted keys: equal content, equal hash. */
export const contentHash = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(sorted(value))).digest();
