// Size and shape of the tree: files that fit on a few screens, folders that say what is in them.
import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { read, sources, tree } from './tree.js';

const longest = 250;
const alarm = 200;
// Tables, migrations and demonstration data grow by rows; a spec or a vector file by cases.
const mayBeLong = /\.spec\.ts$|\/migrations\/|\/seeds\/|^test\/vectors\/|^libs\/domain\/src\/(acts|tasks|modalities|disciplines|permissions|refusals|bank-holidays)\.ts$/;
const code = sources('.ts', '.tsx', '.mts', '.cts', '.mjs').filter((file) => !mayBeLong.test(file));
const linesOf = (file: string) => read(file).split('\n').length;

const saysNothing = ['common', 'core', 'shared', 'misc', 'lib', 'util', 'utils', 'helper', 'helpers', 'services', 'models', 'interfaces', 'entities', 'dtos', 'managers', 'handlers'];
const bannedInNames = /(^|[-./])(entity|entities|item|items|data|info|helper|helpers|util|utils|dto|dtos|manager|status|payload)([-./]|$)/;
const namedByOthers = /(^|\/)(payload-codec\.ts|data-source\.ts)$|^test\/vectors\//;

describe('size and shape', () => {
  test(`no file is longer than ${longest} lines`, () => {
    const tooLong = code.map((file) => `${file} (${linesOf(file)})`).filter((line) => Number(/\((\d+)\)/.exec(line)![1]) > longest);
    expect(tooLong).toEqual([]);
    const soon = code.filter((file) => linesOf(file) > alarm).map((file) => `  ${linesOf(file)}  ${file}`);
    if (soon.length > 0) console.warn(`Over ${alarm} lines, time to split by step of care:\n${soon.join('\n')}`);
  });

  test('no folder has a name that says nothing', () => {
    const folders = new Set(tree.flatMap((file) => path.dirname(file).split('/')));
    expect(saysNothing.filter((name) => folders.has(name))).toEqual([]);
  });

  test('no file is named by a word that says nothing, and names are kebab-case', () => {
    const names = tree.filter((file) => /^(apps|libs|workflows|test|tools)\//.test(file) && !namedByOthers.test(file));
    expect(names.filter((file) => bannedInNames.test(path.basename(file)))).toEqual([]);
    expect(code.filter((file) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*$/.test(path.basename(file)) && !/\/migrations\//.test(file))).toEqual([]);
  });

  test('every file of code opens with a line that says what it is', () => {
    const mute = code.filter((file) => /^(apps|libs|workflows|tools)\//.test(file) && !/^(#!.*\n)?(\/\/|\/\*)/.test(read(file)));
    expect(mute).toEqual([]);
  });

  test('each library has one door', () => {
    const libs = new Set(tree.filter((file) => file.startsWith('libs/')).map((file) => file.split('/')[1]!));
    for (const lib of libs) expect(tree).toContain(`libs/${lib}/src/index.ts`);
    const indexes = tree.filter((file) => /(^|\/)index\.ts$/.test(file) && !/^libs\/[^/]+\/src\/index\.ts$|^workflows\/index\.ts$/.test(file));
    expect(indexes).toEqual([]);
  });
});
