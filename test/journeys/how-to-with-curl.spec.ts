// The page that takes a referral through with curl, followed to the letter: every block of it in one shell, against the running product.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { endings, type Ending } from '#domain';
import { startRunningProduct, type RunningProduct } from '../faults/running-product.js';

const page = fs.readFileSync('docs/how-to/take-one-referral-through-with-curl.md', 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!);
let product: RunningProduct;
let said: string[] = [];
let report: { referrals: number; differences: number };

beforeAll(async () => {
  product = await startRunningProduct();
  const script = blocks.join('\n').replace('http://127.0.0.1:4400', product.api);
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: product.apiUrl, HANDRAIL_KEYS: product.keysFile, TEMPORAL_ADDRESS: product.temporalAddress };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env, maxBuffer: 16 * 1024 * 1024 });
  const at = stdout.indexOf('\n{\n');
  said = stdout.slice(0, at).split('\n').filter(Boolean);
  report = JSON.parse(stdout.slice(at)) as typeof report;
}, 180_000);
afterAll(async () => { await product?.stop(); }, 60_000);

describe('the page that takes a referral through with curl', () => {
  test('comes to every ending that there is', () => {
    const come = said.filter((line): line is Ending => line in endings);
    expect([...come].sort()).toEqual(Object.keys(endings).sort());
  });

  test('is refused once, where it says so: a secretary cannot accept before a clinician has screened', () => {
    const refused = said.filter((line) => line.startsWith('{"type":"/problems/')).map((line) => (JSON.parse(line) as { code: string }).code);
    expect(refused).toEqual(['screen-first']);
  });

  test('leaves a record in which there is no difference', () => {
    expect(report.referrals).toBeGreaterThanOrEqual(8);
    expect(report.differences).toBe(0);
  });
});
