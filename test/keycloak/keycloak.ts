// A Keycloak of its own for the spec: the distribution as Maven Central hands it out, unpacked beside the test, with a realm made for it.
// Where Java or Maven is missing, or nothing may be fetched, there is none, and why is said.
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startProcess, type OwnProcess } from '../../apps/cli/src/servers/own-process.js';

export const KEYCLOAK_VERSION = '26.7.3';
const LEAST_JAVA = 17;
const run = promisify(execFile);
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'handrail', 'keycloak');

/** Folder of the unpacked distribution, fetched once; or why there is none. */
export async function findKeycloak(env = process.env): Promise<{ folder: string } | { missing: string }> {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < LEAST_JAVA) return { missing: `Java ${LEAST_JAVA} or newer is not here` };
  const folder = path.join(cache, `keycloak-${KEYCLOAK_VERSION}`);
  if (fs.existsSync(folder)) return { folder };
  if (env.HANDRAIL_OFFLINE) return { missing: 'HANDRAIL_OFFLINE is set' };
  const aside = path.join(cache, `${process.pid}.part`);
  try {
    await run('mvn', ['-q', '-B', 'dependency:unpack', `-Dartifact=org.keycloak:keycloak-quarkus-dist:${KEYCLOAK_VERSION}:zip`, `-DoutputDirectory=${aside}`], { timeout: 300_000, cwd: os.tmpdir() });
    if (!fs.existsSync(folder)) fs.renameSync(path.join(aside, `keycloak-${KEYCLOAK_VERSION}`), folder);
    return { folder };
  } catch (cause) { return { missing: `Maven did not fetch it: ${(cause as Error).message.split('\n')[0]!.slice(0, 200)}` }; }
  finally { fs.rmSync(aside, { recursive: true, force: true }); }
}

/** Starts it on 127.0.0.1 with this realm; waits until the realm answers. */
export async function startKeycloak(distribution: string, port: number, realm: { realm: string }): Promise<{ issuer: string; close(): Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-keycloak-'));
  fs.cpSync(distribution, folder, { recursive: true });
  fs.mkdirSync(path.join(folder, 'data', 'import'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'data', 'import', 'realm.json'), JSON.stringify(realm));
  const issuer = `http://127.0.0.1:${port}/realms/${realm.realm}`;
  const logFile = path.join(folder, 'log');
  const server = await startProcess({
    name: 'Keycloak', command: 'bash', args: [path.join(folder, 'bin', 'kc.sh'), 'start-dev', '--import-realm', '--db=dev-mem', '--http-host=127.0.0.1', `--http-port=${port}`], cwd: folder, logFile,
    env: { PATH: process.env.PATH, HOME: folder, JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m', KC_CACHE: 'local', ...(process.env.JAVA_HOME && { JAVA_HOME: process.env.JAVA_HOME }) },
  });
  const close = async () => { await server.stop('SIGTERM', 15_000); fs.rmSync(folder, { recursive: true, force: true }); };
  try { await untilItAnswers(server, issuer, logFile); } catch (cause) { await close(); throw cause; }
  return { issuer, close };
}
async function untilItAnswers(server: OwnProcess, issuer: string, logFile: string): Promise<void> {
  for (const patience = Date.now() + 240_000; Date.now() < patience;) {
    if (server.hasEnded()) throw new Error(`Keycloak ended: ${fs.readFileSync(logFile, 'utf8').slice(-2_000)}`);
    if (await fetch(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5_000) }).then(({ ok }) => ok, () => false)) return;
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
  throw new Error(`Keycloak did not answer: ${fs.readFileSync(logFile, 'utf8').slice(-2_000)}`);
}
