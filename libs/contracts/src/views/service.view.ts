// The service itself: is it well, what does it promise, which words does it use.
import { z } from 'zod';
import { code } from '../wording.js';

export const healthView = z.strictObject({ stage: z.literal('running'), version: z.string() }).meta({ id: 'Health' });
export const readyView = z.strictObject({
  stage: z.enum(['ready', 'not-ready']), database: z.enum(['ok', 'away']),
  temporal: z.enum(['ok', 'away']).describe('Away is no outage for people: acts go on, conductors are told afterwards.'),
}).meta({ id: 'Ready' });
export const policyView = z.strictObject({ teamId: z.string(), version: z.int(), policy: z.record(z.string(), z.unknown()) }).meta({ id: 'Policy' });

const named = z.strictObject({ code: z.string(), name: z.string() });
export const vocabularyView = z.strictObject({
  stages: z.array(named), endings: z.array(named), queues: z.array(named), disciplines: z.array(named), competences: z.array(named), roles: z.array(named),
  modalities: z.array(z.strictObject({ code: z.string(), name: z.string(), sessions: z.strictObject({ least: z.int(), most: z.int() }).nullable(), minutes: z.strictObject({ usual: z.int(), least: z.int(), most: z.int() }), formats: z.array(z.string()), deliveredBy: z.array(z.string()), needs: z.string().nullable() })),
  tasks: z.array(z.strictObject({ code: z.string(), name: z.string(), queue: z.string(), due: z.string(), closedBy: z.array(z.string()) })),
  acts: z.array(z.strictObject({ code: z.string(), words: z.string(), stages: z.array(z.string()), roles: z.array(z.string()), note: z.enum(['none', 'optional', 'required']) })),
  triageScale: z.array(z.strictObject({ code: z.string(), words: z.string(), hours: z.number().nullable() })),
  ethnicities: z.array(named), dischargeCodes: z.array(z.strictObject({ code: z.string(), words: z.string(), group: z.string() })), rejectionReasons: z.array(named),
  measures: z.array(z.strictObject({ code: z.string(), most: z.int() })), lists: z.record(z.string(), z.array(z.string())),
}).meta({ id: 'Vocabulary' });
export type VocabularyView = z.output<typeof vocabularyView>;
export type ReadyView = z.output<typeof readyView>;
export const policyQuery = z.strictObject({ teamId: code.optional() });
