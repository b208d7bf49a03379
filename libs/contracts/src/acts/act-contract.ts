// What the body of an act may say: the command without its note's id, and whether words go with it. Words are named by `note`
// in the body, are stored apart, and never become part of the command.
import type { ActName, Commands } from '#domain';
import { z } from 'zod';

/** Acts that come over their own route of a referral; `receive` has a contract of its own. */
export type ActRouteName = Exclude<ActName, 'receive'>;
/** Acts whose body says something else than the command, because what it says is kept elsewhere. */
interface Otherwise { recordNhsNumber: { nhsNumber: string } }
export type ActBody<Name extends ActRouteName> = Name extends keyof Otherwise ? Otherwise[Name] : Omit<Commands[Name], 'noteId'>;
/** none: the act takes no words. required: it cannot be done without. */
export type WordsRule<Name extends ActRouteName> = 'noteId' extends keyof Commands[Name]
  ? (Commands[Name] extends { noteId: string } ? 'required' : 'optional' | 'required') : 'none';
export interface ActContract<Name extends ActRouteName> { schema: z.ZodType<ActBody<Name>>; words: WordsRule<Name>; says: string }

/** A table of some acts: a missing one, or one whose body is not its command, does not compile. */
export type ActContracts<Name extends ActRouteName> = { readonly [One in Name]: ActContract<One> };
export const nothing = z.strictObject({});
