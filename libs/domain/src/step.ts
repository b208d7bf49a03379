// The shape of a step of care: it reads the story so far and the command, tells what happens, or refuses. A refusal undoes the whole act.
import type { Commands, CommandOf } from './commands.js';
import type { Refusal } from './refusals.js';
import type { Story } from './story.js';

export type Step<Name extends keyof Commands> = (story: Story, command: CommandOf<Name>) => Refusal | undefined;
