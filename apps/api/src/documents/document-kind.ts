// What a file is, by its content; its name and what the sender says of it count for nothing.
import { open, type FileHandle } from 'node:fs/promises';

const HEAD = 16;
const TAIL = 65_536;
const CHUNK = 65_536;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const beginnings: [mediaType: string, bytes: Buffer][] = [
  ['application/pdf', Buffer.from('%PDF-')], ['application/rtf', Buffer.from('{\\rtf1')], ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])], ['image/tiff', Buffer.from('II*\0')], ['image/tiff', Buffer.from('MM\0*')],
];

/** The media type of a file of one of the kinds that are kept: PDF, DOCX, RTF, TXT, JPEG, PNG, TIFF; undefined for any other. */
export async function mediaTypeOf(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const head = await part(file, 0, HEAD);
    const known = beginnings.find(([, bytes]) => head.subarray(0, bytes.length).equals(bytes));
    if (known) return known[0];
    if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return await isWordDocument(file) ? DOCX : undefined;
    return await isText(file) ? 'text/plain; charset=utf-8' : undefined;
  } finally { await file.close(); }
}
async function part(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
/** A ZIP whose list of contents, at its end, names a Word document and no macros. Nothing is unpacked. */
async function isWordDocument(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  const list = (await part(file, Math.max(0, size - TAIL), TAIL)).toString('latin1');
  return list.includes('[Content_Types].xml') && list.includes('word/document.xml') && !list.includes('vbaProject');
}
/** UTF-8 throughout, without the controls that no text holds. */
async function isText(file: FileHandle): Promise<boolean> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; ; at += CHUNK) {
      const bytes = await part(file, at, CHUNK);
      if (/[^\P{Control}\t\n\r\f]/u.test(utf8.decode(bytes, { stream: bytes.length === CHUNK }))) return false;
      if (bytes.length < CHUNK) return true;
    }
  } catch { return false; }
}
