// The load: turns of requests, so many people at once, in a process of its own. A turn's requests follow one another on one connection.
import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface Ask {
  /** Latencies are gathered under this name. */
  name: string;
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Answers that count as right; 200 and 201 unless said. */
  right?: number[];
}
export interface Load {
  origin: string;
  atOnce: number;
  turns: Ask[][];
  /** Turns are begun at this steady rate, whatever the answers do; left out: as fast as they are answered. */
  perSecond?: number;
}
export interface Heard {
  seconds: number;
  /** Milliseconds of every right answer, by name of the request. */
  took: Record<string, number[]>;
  /** Answers of each number, by name: `claim 409`. */
  statuses: Record<string, number>;
  /** Those of them that were not right, and connections that were cut. */
  wrong: Record<string, number>;
  /** The first wrong answer, to see why. */
  firstWrong?: string;
}

/** Runs the load and answers what was heard. */
export async function run(load: Load): Promise<Heard> {
  const child = fork(new URL('./load-process.js', import.meta.url), { serialization: 'advanced', execArgv: [] });
  try {
    const answered = once(child, 'message') as Promise<[Heard]>;
    const ended = once(child, 'exit').then(() => { throw new Error('the load generator ended before it answered'); });
    child.send(load);
    const [heard] = await Promise.race([answered, ended]);
    void ended.catch(() => undefined);
    return heard;
  } finally { child.kill(); }
}
/** All latencies of a load, of every name. */
export const allOf = (heard: Heard): number[] => Object.values(heard.took).flat();
export const answered = (heard: Heard): number => Object.values(heard.took).reduce((sum, list) => sum + list.length, 0);
