// Who I am, what I may, and where I am signed in.
import { z } from 'zod';

const signedIn = z.strictObject({
  sessionId: z.string(), startedAt: z.string(), signedInAt: z.string().describe('When I last proved who I am'),
  acr: z.string().nullable().describe('How strongly, in the issuer’s words'), amr: z.array(z.string()).describe('By what means'),
  warnAt: z.string().describe('From here on the screen warns that the session will end'), idleEndsAt: z.string().describe('When it ends if nothing is done'), endsAt: z.string().describe('When it ends whatever is done'),
  csrfToken: z.string().describe('To send as X-CSRF-Token with everything that changes something'),
});
export const meView = z.strictObject({
  staffId: z.string(), name: z.string(), roles: z.array(z.string()), discipline: z.string().nullable(), teamIds: z.array(z.string()),
  permissions: z.array(z.string()).describe('What I may beside acts'), acts: z.array(z.string()).describe('Acts that my role allows, where the referral allows them too'), queues: z.array(z.string()).describe('Queues I may take work from'),
  session: signedIn.nullable().describe('Null for whoever asks with a token'),
}).meta({ id: 'Me' });
export type MeView = z.output<typeof meView>;

export const sessionList = z.strictObject({
  sessions: z.array(z.strictObject({ sessionId: z.string(), startedAt: z.string(), seenAt: z.string(), endsAt: z.string(), browser: z.string(), current: z.boolean() })),
}).meta({ id: 'SessionList' });
export type SessionList = z.output<typeof sessionList>;

export const signedOut = z.strictObject({ issuerSignOut: z.string().nullable().describe('Where to go to sign out at the organisation too') }).meta({ id: 'SignedOut' });
export type SignedOut = z.output<typeof signedOut>;
export const signInQuery = z.strictObject({
  returnTo: z.string().max(512).optional().describe('A path of this service to go to afterwards; anything else leads to the beginning'),
  again: z.enum(['yes']).optional().describe('Prove once more who I am (step-up)'),
});
