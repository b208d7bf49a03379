// Each lint rule of the house seen red once, on text that is linted as if it stood in the file named.
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';

/** Where it stands, what is wrong there, and a part of the message that must come. */
const wrong: [what: string, file: string, text: string, message: string][] = [
  ['a promise that nobody awaits', 'apps/cli/src/main.ts', 'const later = async (): Promise<void> => undefined;\nlater();', 'no-floating-promises'],
  ['a type that allows anything', 'apps/cli/src/main.ts', 'export const anything = (one: any) => one;', 'no-explicit-any'],
  ['a case of a union that is forgotten', 'apps/cli/src/main.ts', 'export const word = (one: "a" | "b") => { switch (one) { case "a": return 1; } };', 'switch-exhaustiveness-check'],
  ['a name that says nothing', 'apps/cli/src/main.ts', 'export const referralHelper = 1;', 'clinic/words'],
  ['"status" where we say stage', 'libs/domain/src/referral.ts', 'export interface One { status: string }', 'clinic/words'],
  ['a function that handles instead of doing', 'apps/cli/src/main.ts', 'export function handleReferral(): void {}', 'clinic/words'],
  ['a function longer than a screen', 'apps/cli/src/main.ts', `export function long(): void {\n${'  console.log(1);\n'.repeat(31)}}`, 'max-lines-per-function'],
  ['a function that wants too much', 'apps/cli/src/main.ts', 'export const six = (a: 1, b: 1, c: 1, d: 1, e: 1, f: 1) => [a, b, c, d, e, f];', 'max-params'],
  ['a rule that reads the clock', 'libs/domain/src/triage.ts', 'export const now = () => Date.now();', 'The time is passed in'],
  ['a rule that makes a time of its own', 'libs/domain/src/triage.ts', 'export const now = () => new Date();', 'The time is passed in'],
  ['a rule that throws dice', 'libs/planning/src/index.ts', 'export const dice = () => Math.random();', 'dice'],
  ['a rule that asks its surroundings', 'libs/domain/src/triage.ts', 'export const home = process.env;', 'Pure code asks nothing'],
  ['a plain error in a workflow', 'workflows/referral.workflow.ts', 'export const fail = () => { throw new Error("no"); };', 'ApplicationFailure'],
  ['a signal', 'workflows/referral.workflow.ts', 'declare const defineSignal: (name: string) => string;\nexport const one = defineSignal("one");', 'Acts are updates'],
  ['a query', 'workflows/referral.workflow.ts', 'declare const defineQuery: (name: string) => string;\nexport const one = defineQuery("one");', 'Nothing reads the workflow'],
  ['a validator that nobody awaits', 'workflows/referral.workflow.ts', 'export const one = { validator: async () => undefined };', 'would refuse nothing'],
  ['a day worked out in a workflow', 'workflows/referral.workflow.ts', 'export const day = Intl.DateTimeFormat();', 'depend on the process'],
  ['the network in a workflow', 'workflows/referral.workflow.ts', 'export const page = fetch("http://127.0.0.1");', 'Pure code asks nothing'],
];

// ESLint cannot be loaded by Jest's module loader, so one process of its own lints all texts.
const linter = `
import { ESLint } from 'eslint';
import fs from 'node:fs';
const eslint = new ESLint();
const cases = JSON.parse(fs.readFileSync(0, 'utf8'));
const told = [];
for (const [, filePath, text] of cases) told.push((await eslint.lintText(text, { filePath }))[0].messages.map(({ ruleId, message }) => ruleId + ': ' + message));
console.log(JSON.stringify(told));
`;
function lintAll(cases: readonly unknown[]): string[][] {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', linter], { input: JSON.stringify(cases), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[][];
}

describe('lint', () => {
  const right = ['nothing', 'libs/domain/src/triage.ts', 'export const later = (at: string): string => at;\n'];
  const told = lintAll([...wrong, right]);

  test.each(wrong.map(([what, , , message], index) => [what, message, index] as const))('%s is found', (_what, message, index) => {
    expect(told[index]!.filter((line) => line.includes(message))).not.toHaveLength(0);
  });

  test('what is right is left alone', () => expect(told.at(-1)).toEqual([]));
});
