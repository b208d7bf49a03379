// What each route says of itself: whom it lets in (`Needs`, `Open`) and what it takes and answers (`Says`). The guard, the body
// reader, the OpenAPI document and the tests read the same marks. A route without `Needs` or `Open` stops the boot.
import { SetMetadata } from '@nestjs/common';
import type { ActName, Permission } from '#domain';
import type { z } from 'zod';

export type Needed = { permission: Permission } | { act: ActName } | { open: string };
export interface Said {
  summary: string;
  /** Contract of the JSON body. Left out: no body is read. */
  body?: z.ZodType;
  /** May the body be left out altogether? It is then read as {}. */
  bodyOptional?: boolean;
  query?: z.ZodObject;
  /** Answers by HTTP number. */
  answers: Record<number, { words: string; schema?: z.ZodType; mediaType?: string }>;
  /** Bytes of the body; 1 MB unless said. */
  limit?: number;
  /** Is an Idempotency-Key needed? `intake`: the sender's own reference. */
  key?: 'needed' | 'intake';
  /** The one kind of body that is not JSON. */
  multipart?: boolean;
  ifMatch?: boolean;
}
export const NEEDS = 'handrail:needs';
export const SAYS = 'handrail:says';
/** Lets in who has the permission, or may do the act. */
export const Needs = (what: Permission | ActName) => SetMetadata(NEEDS, (what.includes('.') ? { permission: what } : { act: what }) as Needed);
/** Lets everybody in; the reason is part of the declaration. */
export const Open = (reason: string) => SetMetadata(NEEDS, { open: reason } satisfies Needed);
export const Says = (said: Said) => SetMetadata(SAYS, said);
