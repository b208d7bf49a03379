// The clinic's words everywhere: what crosses HTTP and what lies in the database is named as the code is. (Names in the code: lint.)
import { describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { z } from 'zod';
import * as contracts from '#contracts';
import { read, tree } from './tree.js';

interface Words { wrongWord(name: string): string | undefined }
const { wrongWord } = await import(path.resolve('tools/lint-words.mjs')) as Words;
/** Where HTTP itself says `status`: a problem's (RFC 9457), and the remembered answer to a request. */
const saidByHttp = ['status'];

function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: Record<string, unknown> };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(fieldsOf)];
}

describe('words', () => {
  test('"patientInfo" would be found', () => expect(wrongWord('patientInfo')).toContain('info'));

  test('no field of the interface has a name that says nothing', () => {
    const schemas = (Object.values(contracts) as unknown[]).filter((one): one is z.ZodType => one instanceof z.ZodType);
    const fields = new Set(schemas.flatMap((schema) => fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))));
    expect(fields.size).toBeGreaterThan(50);
    expect([...fields].filter((field) => !saidByHttp.includes(field) && wrongWord(field))).toEqual([]);
  });

  test('no table and no column has one', () => {
    const migrations = tree.filter((file) => /^libs\/database\/src\/migrations\//.test(file)).map(read).join('\n');
    const made = [...migrations.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\)`/g)];
    const names = made.flatMap(([, table, columns]) => [table!, ...columns!.split(',').map((column) => column.trim().split(/\s+/)[0]!).filter((name) => /^[a-z_]+$/.test(name))]);
    expect(made.length).toBeGreaterThan(10);
    expect(names.filter((name) => !saidByHttp.includes(name) && wrongWord(name))).toEqual([]);
  });
});
