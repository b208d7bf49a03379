// Runs a file of test vectors (`[{ name, input, expected }]`) through the rules of domain and planning: a line per mismatch, then
// `N of M`. Exit code 1 on any mismatch, on a file that cannot be read, and on a vector of a shape nobody knows.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { checkNhsNumber, judgeAttendance, waitingTarget } from '#domain';
import { queueingFigure, rttClocks, talkingTherapiesOutcome, xmrChart, type XmrOptions } from '#planning';

interface Topic {
  /** The input fields that tell this topic from the others. */
  knownBy: readonly string[];
  work: (input: never) => unknown;
  /** Numbers may differ by this much; exactly equal where nothing is said. */
  tolerance?: number;
}

/** A new topic is one line here. */
const TOPICS: Readonly<Record<string, Topic>> = {
  attendance: { knownBy: ['code'], work: judgeAttendance },
  'nhs-number': { knownBy: ['value'], work: ({ value }: { value: string }) => checkNhsNumber(value) },
  'waiting-targets': { knownBy: ['received', 'targetDays'], work: waitingTarget },
  'rtt-clock': { knownBy: ['events', 'asOf'], work: rttClocks },
  'talking-therapies-outcomes': { knownBy: ['first', 'last'], work: talkingTherapiesOutcome },
  xmr: { knownBy: ['values'], work: ({ values, options }: { values: number[]; options?: XmrOptions }) => xmrChart(values, options), tolerance: 0.0001 },
  queueing: { knownBy: ['fn', 'args'], work: queueingFigure, tolerance: 0.000001 },
};

interface Vector { name: string; input: object; expected: unknown; topic: Topic }

class UnusableFile extends Error {}

function readVectors(path: string): Vector[] {
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)), `${path} cannot be read`);
  const vectors = attempt(() => JSON.parse(text) as unknown, `${path} is not JSON`);
  if (!Array.isArray(vectors) || vectors.length === 0) throw new UnusableFile(`${path} holds no list of vectors.`);
  return vectors.map((vector, place) => recognise(vector, `${path}: vector ${place + 1}`));
}

function recognise(vector: unknown, where: string): Vector {
  const { input, expected, name } = isRecord(vector) ? vector : {};
  const topic = Object.values(TOPICS).find(({ knownBy }) => isRecord(input) && knownBy.every((field) => Object.hasOwn(input, field)));
  if (topic === undefined || !isRecord(input) || expected === undefined) {
    throw new UnusableFile(`${where} has a shape that none of ${Object.keys(TOPICS).join(', ')} has.`);
  }
  return { name: String(name ?? where), input, expected, topic };
}

function attempt<T>(work: () => T, sentence: string): T {
  try {
    return work();
  } catch (problem) {
    throw new UnusableFile(`${sentence}: ${(problem as Error).message}`);
  }
}

/** Every place at which the two differ, as lines. */
function differences(expected: unknown, actual: unknown, tolerance: number, place = ''): string[] {
  if (isDeepStrictEqual(expected, actual) || areClose(expected, actual, tolerance)) return [];
  if (!isRecord(expected) || !isRecord(actual) || Array.isArray(expected) !== Array.isArray(actual)) return [`  ${place || 'answer'}: expected ${show(expected)}, got ${show(actual)}`];
  const fields = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...fields].flatMap((field) => differences(expected[field], actual[field], tolerance, place ? `${place}.${field}` : field));
}

const areClose = (expected: unknown, actual: unknown, tolerance: number): boolean =>
  typeof expected === 'number' && typeof actual === 'number' && Math.abs(expected - actual) <= tolerance;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function mismatches({ topic, input, expected }: Vector): string[] {
  try {
    return differences(expected, topic.work(input as never), topic.tolerance ?? 0);
  } catch (problem) {
    return [`  the rule refused the input: ${(problem as Error).message}`];
  }
}

function run(path: string | undefined): number {
  if (path === undefined) throw new UnusableFile('Name a file: npm run -s vectors -- FILE.json');
  const vectors = readVectors(path);
  let right = 0;
  for (const vector of vectors) {
    const lines = mismatches(vector);
    if (lines.length === 0) right += 1;
    else console.log([`${vector.name}`, ...lines].join('\n'));
  }
  console.log(`${right} of ${vectors.length}`);
  return right === vectors.length ? 0 : 1;
}

try {
  process.exitCode = run(process.argv[2]);
} catch (problem) {
  if (!(problem instanceof UnusableFile)) throw problem;
  console.error(problem.message);
  process.exitCode = 1;
}
