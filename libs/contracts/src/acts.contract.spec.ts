import { actNames } from '#domain';
import { z } from 'zod';
import { actBody, actContracts, actRouteNames, routeOfAct } from './acts.contract.js';
import { referralIntake } from './referral-intake.contract.js';
import { shaped } from './shape.js';

type Json = { [key: string]: unknown };
/** Every place of a schema, with the path to it. */
function* places(schema: Json, path = ''): Generator<[string, Json]> {
  yield [path, schema];
  for (const [name, one] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) yield* places(one, `${path}.${name}`);
  for (const one of ['items', 'anyOf', 'allOf', 'oneOf'].flatMap((key): Json[] => [(schema[key] ?? []) as Json[]].flat())) yield* places(one, `${path}[]`);
}
/** With every named part put in its place. */
const schemaOf = (schema: z.ZodType): Json => {
  const whole = z.toJSONSchema(schema, { io: 'input' }) as Json;
  const put = (one: unknown): unknown => (typeof one !== 'object' || one === null ? one
    : Array.isArray(one) ? one.map(put)
      : '$ref' in one ? put((whole['$defs'] as Json)[String(one.$ref).split('/').at(-1)!]) : Object.fromEntries(Object.entries(one).map(([name, value]) => [name, put(value)])));
  const { $defs: _named, ...own } = whole;
  return put(own) as Json;
};

describe('the contracts of acts', () => {
  const bodies = [...actRouteNames.map((act) => [act, actBody(act) as z.ZodType] as const), ['receive', referralIntake as z.ZodType] as const];
  it('there is one for every act, with a route of its own', () => {
    expect([...actRouteNames, 'receive'].sort()).toEqual([...actNames].sort());
    expect(new Set(actRouteNames.map(routeOfAct)).size).toBe(actRouteNames.length);
    expect(actRouteNames.map(routeOfAct).every((route) => /^[a-z]+(-[a-z]+)*$/.test(route))).toBe(true);
  });
  it.each(bodies)('%s bounds every text, number and list, and takes no other field', (_act, body) => {
    for (const [path, one] of places(schemaOf(body))) {
      if (one['type'] === 'string') expect([path, 'enum' in one || 'const' in one || typeof one['maxLength'] === 'number']).toEqual([path, true]);
      if (one['type'] === 'integer' || one['type'] === 'number') expect([path, typeof one['maximum'], typeof one['minimum']]).toEqual([path, 'number', 'number']);
      if (one['type'] === 'array') expect([path, typeof one['maxItems']]).toEqual([path, 'number']);
      if (one['type'] === 'object') expect([path, one['additionalProperties']]).toEqual([path, false]);
    }
    expect(shaped(body, { __surely_unknown: 1 }).wrong?.some((one) => one.code === 'unknown-field')).toBe(true);
  });
  it('a note is only where the act keeps words, and never an id', () => {
    for (const act of actRouteNames) {
      const fields = Object.keys((schemaOf(actBody(act))['properties'] ?? {}) as object);
      expect([act, fields.includes('note'), fields.includes('noteId')]).toEqual([act, actContracts[act].words !== 'none', false]);
    }
  });
  it('no field of any act takes long to judge 100,000 characters', () => {
    const long = `${'a1-:T+ .'.repeat(12_500)}!`;
    const slow = bodies.flatMap(([act, body]) => Object.keys((schemaOf(body)['properties'] ?? {}) as object).map((name) => {
      const tries = Array.from({ length: 4 }, () => { const startedAt = performance.now(); shaped(body, { [name]: long }); return performance.now() - startedAt; });
      return { act, name, ms: Math.min(...tries) }; // the quickest of four: what the machine does besides is not the contract's
    })).filter(({ ms }) => ms > 50);
    expect(slow).toEqual([]);
  });
});
