import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cruise, plant, root, type Breach } from './cruise.js';
import { house, planted } from './planted-imports.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-planted-'));
let breaches: Breach[] = [];

beforeAll(async () => {
  plant(folder, Object.assign({}, house, ...Object.values(planted)));
  for (const file of ['package.json', 'tsconfig.json']) fs.copyFileSync(path.join(root, file), path.join(folder, file));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  ({ breaches } = await cruise(folder));
}, 60_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('who may import whom', () => {
  test('no file of the product breaks an import rule', async () => {
    const found = await cruise(root);
    expect(found.breaches).toEqual([]);
    expect(found.files).toBeGreaterThan(50);
  }, 60_000);

  test('every rule has a breach planted against it, and a reason', async () => {
    const { default: config } = await import(path.join(root, '.dependency-cruiser.mjs')) as { default: { forbidden: { name: string; comment: string }[] } };
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(planted).sort());
    for (const { comment } of config.forbidden) expect(comment.length).toBeGreaterThan(30);
  });

  test.each(Object.entries(planted))('a breach of "%s" is caught', (rule, files) => {
    const caught = new Set(breaches.filter((breach) => breach.rule === rule).map(({ from }) => from));
    expect([...caught].sort()).toEqual(Object.keys(files).sort());
  });

  test('nothing that is allowed is caught', () => {
    const guilty = new Set(Object.values(planted).flatMap((files) => Object.keys(files)));
    expect(breaches.filter(({ from }) => !guilty.has(from))).toEqual([]);
  });

  test('each breach is caught by its own rule alone, so that the message names the right reason', () => {
    const rulesOf = (file: string) => [...new Set(breaches.filter(({ from }) => from === file).map(({ rule }) => rule))];
    for (const [rule, files] of Object.entries(planted)) for (const file of Object.keys(files)) expect([file, rulesOf(file)]).toEqual([file, [rule]]);
  });
});
