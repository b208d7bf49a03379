// Keys and sealed words. AES-256-GCM; the key id stands in the sealed bytes; the place (table/column/row) is bound in, so that sealed
// words moved to another row do not open. Rotation: a new `current`; old keys stay until nothing uses them.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Keys { current: string; keys: Record<string, Buffer>; blindIndex: Buffer; token: Buffer }

const key32 = (text: unknown, name: string): Buffer => {
  const key = typeof text === 'string' ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (key.length !== 32) throw new Error(`The key file's "${name}" must be 32 bytes in base64.`);
  return key;
};

/** Reads the key file. Throws one sentence naming what is missing or wrong. */
export function loadKeys(path: string | undefined = process.env['HANDRAIL_KEYS']): Keys {
  if (!path) throw new Error('HANDRAIL_KEYS must name the key file.');
  let file: Record<string, unknown>;
  try { file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>; }
  catch { throw new Error(`The key file ${path} cannot be read as JSON.`); }
  return parseKeys(file);
}
export function parseKeys(file: Record<string, unknown>): Keys {
  const keys = Object.fromEntries(Object.entries((file['keys'] ?? {}) as Record<string, string>).map(([id, text]) => [id, key32(text, `keys.${id}`)]));
  const current = String(file['current']);
  if (!keys[current]) throw new Error('The key file\'s "current" must name one of its "keys".');
  return { current, keys, blindIndex: key32(file['blindIndex'], 'blindIndex'), token: key32(file['token'], 'token') };
}
/** The text of a fresh key file. */
export function newKeysFile(): string {
  const fresh = () => randomBytes(32).toString('base64');
  return `${JSON.stringify({ current: 'k1', keys: { k1: fresh() }, blindIndex: fresh(), token: fresh() }, null, 2)}\n`;
}

const version = 1;
/** Seals text for one place. Layout: version, length of key id, key id, 12 bytes nonce, 16 bytes tag, ciphertext. */
export function seal(keys: Keys, text: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.keys[keys.current]!, nonce);
  cipher.setAAD(Buffer.from(`${keys.current}|${context}`));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const id = Buffer.from(keys.current);
  return Buffer.concat([Buffer.from([version, id.length]), id, nonce, cipher.getAuthTag(), sealed]);
}
/** Opens sealed bytes of the same place. Throws a clear error for an unknown key or another place; never gives wrong text. */
export function open(keys: Keys, sealed: Buffer, context: string): string {
  const idLength = sealed[1] ?? 0;
  const id = sealed.subarray(2, 2 + idLength).toString();
  const key = keys.keys[id];
  if (sealed[0] !== version || !key) throw new Error(`These words were sealed with the key "${id}", which the key file does not hold.`);
  const at = 2 + idLength;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(at, at + 12));
  decipher.setAAD(Buffer.from(`${id}|${context}`));
  decipher.setAuthTag(sealed.subarray(at + 12, at + 28));
  try { return Buffer.concat([decipher.update(sealed.subarray(at + 28)), decipher.final()]).toString('utf8'); }
  catch { throw new Error(`The words of ${context} do not open: wrong key, wrong place, or altered bytes.`); }
}
/** The NHS number as something to look up by equality that says nothing of the number without the key. */
export const blindIndex = (keys: Keys, nhsNumber: string): Buffer => createHmac('sha256', keys.blindIndex).update(nhsNumber).digest();
