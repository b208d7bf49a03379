// Who looked at somebody's record. Ids and codes; no name but that of who looked.
import { z } from 'zod';

const maybe = z.string().nullable();
export const whoLookedQuery = z.strictObject({ page: z.string().max(60).optional() });
export const whoLookedView = z.strictObject({
  personId: z.string(),
  looked: z.array(z.strictObject({
    at: z.string().describe('Instant in UTC'), by: z.strictObject({ staffId: z.string(), name: z.string() }), roles: z.array(z.string()).describe('Those they had then'),
    event: z.string().describe('view, list, act, task, change, denial, export'), resource: z.string(), resourceId: maybe, fields: maybe.describe('administration, clinical or audit'), act: maybe, outcome: z.string(),
  })),
  next: maybe.describe('Send it as `page` for what was before; null at the end.'),
}).meta({ id: 'WhoLooked' });
export type WhoLookedView = z.output<typeof whoLookedView>;
