// Anchors: where each chain of the audit stood at an instant, signed, in a file that is not the database's. A line is JSON; each names the
// hash of the line before, so that none can be taken out of the middle. A tail that is cut off in the database, head and all, is seen
// by them alone.
import { createHash, sign, verify } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AnchorKey } from './anchor-key.js';

/** `restored`: an older backup was put back; what was anchored beyond these heads is known to be gone, and why. */
export interface Anchor { kind: 'anchor' | 'restored'; at: string; heads: Head[]; reason?: string }
export type Head = readonly [chain: number, n: number, hash: string];
interface Line extends Anchor { key: string; previous: string; signature: string }

const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex');
/** What is signed: everything a line says, in one order. */
const signed = ({ kind, at, heads, reason, key, previous }: Omit<Line, 'signature'>): Buffer => Buffer.from(JSON.stringify([kind, at, heads, reason ?? null, key, previous]));
export const firstLine = hashOf('handrail audit anchors');

/** The text of a line, with its line break. Throws when the key cannot sign. */
export function anchorLine(key: AnchorKey, anchor: Anchor, previous: string): string {
  if (!key.privateKey) throw new Error('This is the public half of the anchor key; signing needs the private one.');
  const line = { ...anchor, key: key.id, previous };
  return `${JSON.stringify({ ...line, signature: sign(null, signed(line), key.privateKey).toString('base64') })}\n`;
}

export interface AnchorFile { lines: number; last: string; anchors: Anchor[]; wrong: { line: number; what: string }[] }
/** Reads a file of anchors; a line that is not whole, not signed by this key or not the next of the one before is told as wrong. */
export async function readAnchors(file: string, key: AnchorKey): Promise<AnchorFile> {
  const read: AnchorFile = { lines: 0, last: firstLine, anchors: [], wrong: [] };
  if (!existsSync(file)) return read;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (text === '') continue;
    read.lines += 1;
    const line = parsed(text);
    const what = !line ? 'is not whole' : line.key !== key.id ? 'is signed by another key' : !verify(null, signed(line), key.publicKey, Buffer.from(line.signature, 'base64')) ? 'is not as it was signed' : line.previous !== read.last ? 'does not follow the line before' : undefined;
    if (what) read.wrong.push({ line: read.lines, what });
    else if (line) read.anchors.push({ kind: line.kind, at: line.at, heads: line.heads, ...(line.reason && { reason: line.reason }) });
    read.last = hashOf(text);
  }
  return read;
}
function parsed(text: string): Line | undefined {
  try { return JSON.parse(text) as Line; } catch { return undefined; }
}

/** Appends one anchor and waits until the disk has it. A line that a crash left unfinished is ended first; the verifier tells of it. */
export async function appendAnchor(file: string, key: AnchorKey, anchor: Anchor): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o640);
  try {
    const tail = await tailOf(handle);
    const last = tail.split('\n').filter((text) => text !== '').at(-1);
    await handle.appendFile((tail === '' || tail.endsWith('\n') ? '' : '\n') + anchorLine(key, anchor, last === undefined ? firstLine : hashOf(last)));
    await handle.sync();
  } finally { await handle.close(); }
}
/** A line is far shorter than this. */
const TAIL_BYTES = 65_536;
async function tailOf(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
  await handle.read(bytes, 0, bytes.length, size - bytes.length);
  return bytes.toString('utf8');
}
