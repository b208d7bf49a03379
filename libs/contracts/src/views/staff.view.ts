// Who works here, and what happens when somebody leaves.
import { z } from 'zod';

export const staffView = z.strictObject({
  staffId: z.string(), name: z.string(), roles: z.array(z.string()), discipline: z.string().nullable(), competences: z.array(z.string()),
  teamIds: z.array(z.string()), active: z.boolean(), queues: z.array(z.string()).describe('Queues they may take work from'),
}).meta({ id: 'Staff' });
export type StaffView = z.output<typeof staffView>;
export const staffList = z.strictObject({ staff: z.array(staffView) }).meta({ id: 'StaffList' });
export const leaveTaken = z.strictObject({
  staff: staffView, claimsReleased: z.int(),
  referrals: z.array(z.strictObject({ referralId: z.string(), outcome: z.enum(['returned', 'nothing-held', 'not-returned']), code: z.string().optional() })),
}).meta({ id: 'LeaveTaken' });
export type LeaveTaken = z.output<typeof leaveTaken>;
