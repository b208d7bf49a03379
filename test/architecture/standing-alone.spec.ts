// A clone stands alone: nothing in the tree knows the machine or the circumstances in which it was written.
import { describe, expect, test } from '@jest/globals';
import { read, tree } from './tree.js';

const text = tree.filter((file) => !/\.(png|jpe?g|tiff?|pdf|docx|ico|woff2?)$/.test(file));
const placesOf = (pattern: RegExp, files = text) => files.flatMap((file) => read(file).split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])));
/** Assembled, so that this file does not find itself. */
const either = (...words: string[]) => words.join('|');

describe('a clone stands alone', () => {
  test('no file names a path of the machine it was written on', () => {
    expect(placesOf(new RegExp(`(^|[\\s'"\`(=:])/(${either('work', 'root', 'home', 'Users', 'shared')})/[\\w.]`))).toEqual([]);
  });

  test('the lock file names no registry but the public one', () => {
    const hosts = new Set([...read('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map((match) => match[1]));
    expect([...hosts].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
    expect(read('.npmrc')).not.toMatch(/registry\s*=/);
  });

  test('no file leans on a host that only some can reach', () => {
    expect(placesOf(new RegExp(`https?://[\\w.-]*\\.(${either('internal', 'local', 'corp', 'lan', 'intranet')})\\b`))).toEqual([]);
  });

  test('no secret lies in the tree', () => {
    expect(placesOf(new RegExp(`-----BEGIN ${'[A-Z ]*'}PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{30}|npm_[A-Za-z0-9]{30}|AKIA[A-Z0-9]{16}`))).toEqual([]);
    const opensTheCorpusOnly = 'test/workflows/corpus/keys.json'; // recorded histories of invented referrals, sealed as all are
    expect(tree.filter((file) => /(^|\/)(\.env|keys\.json|.*\.pem)$/.test(file) && file !== opensTheCorpusOnly)).toEqual([]);
  });

  test('nothing is left to do without saying what', () => {
    expect(placesOf(new RegExp(`\\b(${either('TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK')})\\b`), text.filter((file) => !file.endsWith('package-lock.json')))).toEqual([]);
  });

  test('no test is skipped or left alone in focus', () => {
    const specs = text.filter((file) => file.endsWith('.spec.ts'));
    expect(placesOf(/\b(describe|test|it)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/, specs)).toEqual([]);
  });
});
