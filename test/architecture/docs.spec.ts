// What the pages say is what the code does: written from the tables where it can be, checked against them where it cannot.
import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import * as domain from '#domain';
import { read, sources, tree } from './tree.js';

interface Glossary { glossary(page: string, vocabulary: typeof domain): string }
interface Drawing { pathwayPage(vocabulary: typeof domain): string; readme(text: string, vocabulary: typeof domain): string }
interface Courses { stageSteps(vocabulary: typeof domain): { from: string; act: string; to: string }[] }
const tool = <Exports>(name: string) => import(path.resolve('tools', name)) as Promise<Exports>;
const page = 'docs/glossary.md';

/** Every list and table of codes that libs/domain exports, with its codes. Settings and single rows are no tables of codes. */
const noCodes = ['defaultPolicy', 'DEFAULT_ATTENDANCE_POLICY', 'systemActor'];
const vocabularies: [string, string[]][] = Object.entries(domain).flatMap(([name, value]) => {
  if (typeof value !== 'object' || noCodes.includes(name)) return [];
  const codes = Array.isArray(value) ? value : Object.keys(value);
  return codes.every((code) => typeof code === 'string') ? [[name, codes as string[]] as [string, string[]]] : [];
});

describe('the glossary', () => {
  test.each(vocabularies)('explains every code of %s', (_name, codes) => {
    const text = read(page);
    expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  test('knows the vocabularies there are', () => {
    expect(vocabularies.map(([name]) => name)).toEqual(expect.arrayContaining(['stages', 'acts', 'tasks', 'modalities', 'disciplines', 'flags', 'letters', 'refusalSentences']));
  });

  test('is current with the tables (npm run docs)', async () => {
    const { glossary } = await tool<Glossary>('write-glossary.mjs');
    expect(read(page) === glossary(read(page), domain)).toBe(true);
  });

  test('names only words of the code that the code really uses', () => {
    const words = read(page).split('## Codes')[0]!.split('\n').filter((line) => line.startsWith('| ')).slice(1);
    const named = words.flatMap((line) => [...line.split(' | ')[2]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
    const code = sources('.ts').filter((file) => /^(libs|apps|workflows)\//.test(file)).map(read).join('\n');
    const unknown = named.filter((word) => !new RegExp(`(?<![\\w-])${word.replace(/[.]/g, '\\.')}(?![\\w-])`).test(code));
    expect(named.length).toBeGreaterThan(50);
    expect(unknown).toEqual([]);
  });
});

describe('the pathway', () => {
  test('is drawn from the tables as they are (npm run docs)', async () => {
    const { pathwayPage, readme } = await tool<Drawing>('draw-pathway.mjs');
    expect(read('docs/pathway.md') === pathwayPage(domain)).toBe(true);
    expect(read('README.md') === readme(read('README.md'), domain)).toBe(true);
  });

  test('every step from stage to stage that the table allows is made by some act', async () => {
    const { stageSteps } = await tool<Courses>('pathway-courses.mjs');
    const made = new Set(stageSteps(domain).map(({ from, to }) => `${from} > ${to}`));
    const allowed = domain.stageCodes.flatMap((from) => domain.stages[from].next.map((to) => `${from} > ${to}`));
    expect(allowed.filter((step) => !made.has(step))).toEqual([]);
  });
});

describe('running it', () => {
  test('every variable of the environment that the code reads is explained', () => {
    const code = sources('.ts', '.mjs').filter((file) => /^(apps|libs|tools|bin)\//.test(file) && !file.endsWith('.spec.ts')).map(read).join('\n');
    const variables = new Set([...code.matchAll(/\b(?:env\.|env\[')((?:HANDRAIL|TEMPORAL|SMTP|MAIL|DATABASE)_?[A-Z_]*|HOST|PORT)/g)].map((match) => match[1]!));
    const inside = ['HANDRAIL_DETACHED']; // between two processes of ours
    expect(variables.size).toBeGreaterThan(15);
    expect([...variables].filter((name) => !inside.includes(name) && !read('docs/operations.md').includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the pages', () => {
  const pages = tree.filter((file) => file.endsWith('.md') && !file.startsWith('test/'));
  const decisions = tree.filter((file) => /^docs\/adr\/\d{4}-/.test(file));

  test('decisions are numbered without a gap, fit on one screen and say what they cost', () => {
    expect(decisions.map((file) => Number(path.basename(file).slice(0, 4)))).toEqual(decisions.map((_one, index) => index + 1));
    for (const file of decisions) {
      expect(read(file).split('\n').filter((line) => line.startsWith('## '))).toEqual(['## Context', '## Decision', '## What we give up']);
      expect(read(file).split('\n').length).toBeLessThan(40);
      expect(read('docs/adr/README.md')).toContain(`(${path.basename(file)})`);
    }
  });

  test('every link between pages leads somewhere', () => {
    const broken = pages.flatMap((file) => [...read(file).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
      .map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => { const to = path.join(path.dirname(file), target); return !tree.some((one) => one === to || one.startsWith(`${to.replace(/\/$/, '')}/`)); })
      .map((target) => `${file} -> ${target}`));
    expect(broken).toEqual([]);
  });

  test('every file that a page names in backticks is there', () => {
    const named = pages.flatMap((file) => [...read(file).matchAll(/`((?:apps|libs|workflows|test|tools|docs)\/[\w./-]+)`/g)].map((match) => ({ file, target: match[1]! })));
    const missing = named.filter(({ target }) => !tree.some((one) => one === target || one.startsWith(`${target.replace(/\/$/, '')}/`)));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });
});
