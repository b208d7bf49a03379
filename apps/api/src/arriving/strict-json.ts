// JSON as a record can keep it: UTF-8, no key twice, no key that reaches a prototype, at most 32 levels, no NUL, no half characters.
// JSON.parse alone accepts the first four silently.
import type { ApiCode } from '#contracts';

export const DEEPEST = 32;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Why a body is not read: a code and, where one can be named, the key. */
export class NotStrictJson extends Error {
  constructor(readonly code: ApiCode, readonly key?: string) { super(code); this.name = 'NotStrictJson'; }
}

/** Reads bytes as strict JSON. Throws `NotStrictJson`. */
export function readStrictJson(bytes: Buffer): unknown {
  const text = decoded(bytes);
  let value: unknown;
  try { value = JSON.parse(text); } catch { throw new NotStrictJson('not-json'); }
  inspect(text);
  return value;
}
function decoded(bytes: Buffer): string {
  try { return utf8.decode(bytes); } catch { throw new NotStrictJson('not-utf-8'); }
}

/** Walks the tokens of a text that is known to be JSON. Each open object has the set of its keys, each open array null. */
function inspect(text: string): void {
  const open: (Set<string> | null)[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '{' || letter === '[') {
      if (open.push(letter === '{' ? new Set() : null) > DEEPEST) throw new NotStrictJson('too-deep');
      keyNext = letter === '{';
    } else if (letter === '}' || letter === ']') {
      open.pop();
      keyNext = false;
    } else if (letter === ',') keyNext = open.at(-1) instanceof Set;
    else if (letter === ':') keyNext = false;
    else if (letter === '"') {
      const end = endOfString(text, at);
      if (keyNext) checkKey(stringAt(text, at, end), open.at(-1)!);
      else stringAt(text, at, end);
      at = end;
    }
  }
}
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}
/** Only an escape can smuggle in NUL or half a character: raw ones are no JSON, or no UTF-8. */
function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start, end + 1);
  if (!raw.includes('\\')) return raw.slice(1, -1);
  const value = JSON.parse(raw) as string;
  if (value.includes('\0') || !value.isWellFormed()) throw new NotStrictJson('invalid-character');
  return value;
}
function checkKey(key: string, keys: Set<string>): void {
  if (forbidden.has(key)) throw new NotStrictJson('forbidden-key', key);
  if (keys.has(key)) throw new NotStrictJson('repeated-key', key);
  keys.add(key);
}
