// What can be known before anything is started, each as one sentence that says what to do.
import fs from 'node:fs';
import net from 'node:net';
import { portIsFree } from '../servers/free-port.js';

export interface Ports { api: number; worker: number; postgres: number; temporal: number; temporalUi: number; issuer: number }

/** The ports from the base: api N, worker health N+1, PostgreSQL N+2, Temporal N+3, Temporal's screens N+4. The development issuer stands a thousand apart, so that copies may be five apart. */
export function portsFrom(base: number): Ports {
  return { api: base, worker: base + 1, postgres: base + 2, temporal: base + 3, temporalUi: base + 4, issuer: base <= 64_000 ? base + 1_000 : base - 1_000 };
}

const called: Record<keyof Ports, string> = {
  api: 'the API', worker: 'the worker\'s health page', postgres: 'PostgreSQL', temporal: 'Temporal', temporalUi: 'Temporal\'s screens', issuer: 'the development issuer',
};

/** Sentences about ports of these names that somebody else listens on; empty when all are free. */
export async function takenPorts(ports: Ports, names: (keyof Ports)[]): Promise<string[]> {
  const free = await Promise.all(names.map((name) => portIsFree(ports[name])));
  return names.filter((_, at) => !free[at])
    .map((name) => `Port ${ports[name]}, meant for ${called[name]}, is taken by another program: stop that program or choose other ports with --port-base N.`);
}

const NEEDED_MB = 500;

/** A sentence when the folder cannot be written or its disk is nearly full. */
export function diskTrouble(folder: string): string | undefined {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const trial = `${folder}/.trial-${process.pid}`;
    fs.writeFileSync(trial, 'x');
    fs.rmSync(trial);
    const { bavail, bsize } = fs.statfsSync(folder);
    const freeMb = Math.floor(bavail * bsize / 1_048_576);
    if (freeMb < NEEDED_MB) return `Only ${freeMb} MB are free on the disk of ${folder}: ${NEEDED_MB} MB are needed.`;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC') return `The disk of ${folder} is full: ${NEEDED_MB} MB are needed.`;
    return `The folder ${folder} cannot be written: ${message}.`;
  }
  return undefined;
}

/** A sentence when nobody answers at the address of a real server that the environment names. */
export function unreachable(name: string, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 5_000 });
    const no = (why: string) => { socket.destroy(); resolve(`${name} names ${host}:${port}, where no server answers (${why}).`); };
    socket.once('connect', () => { socket.destroy(); resolve(undefined); });
    socket.once('timeout', () => no('no answer within 5 seconds'));
    socket.once('error', (cause: NodeJS.ErrnoException) => no(cause.code ?? cause.message));
  });
}
