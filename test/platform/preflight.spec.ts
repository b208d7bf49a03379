import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { diskTrouble, portsFrom, takenPorts, unreachable } from '../../apps/cli/src/running/preflight.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';

/** A stranger's program on a port, for as long as the work takes. */
async function withTakenPort<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = net.createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  try { return await work((server.address() as net.AddressInfo).port); } finally { server.close(); }
}

describe('before anything is started', () => {
  it('says in one sentence which port is taken, what it was meant for and what to do', async () => {
    await withTakenPort(async (port) => {
      expect(await takenPorts(portsFrom(port - 2), ['postgres'])).toEqual([
        `Port ${port}, meant for PostgreSQL, is taken by another program: stop that program or choose other ports with --port-base N.`,
      ]);
    });
  });

  it('says nothing about a port that is free', async () => {
    expect(await takenPorts(portsFrom(await freePort()), ['api'])).toEqual([]);
  });

  it('gives two copies whose bases are five apart no port in common', () => {
    const ports = [...Object.values(portsFrom(4400)), ...Object.values(portsFrom(4405))];
    expect(new Set(ports).size).toBe(12);
  });

  it('says in one sentence that a folder cannot be written', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-disk-'));
    fs.writeFileSync(path.join(folder, 'a-file'), '');
    expect(diskTrouble(folder)).toBeUndefined();
    expect(diskTrouble(path.join(folder, 'a-file', 'below'))).toMatch(/^The folder .*a-file\/below cannot be written: /);
    fs.rmSync(folder, { recursive: true });
  });

  it('says in one sentence that nobody answers at the address of a real server', async () => {
    const port = await freePort();
    expect(await unreachable('DATABASE_URL', '127.0.0.1', port)).toBe(`DATABASE_URL names 127.0.0.1:${port}, where no server answers (ECONNREFUSED).`);
    await withTakenPort(async (taken) => expect(await unreachable('DATABASE_URL', '127.0.0.1', taken)).toBeUndefined());
  });
});
