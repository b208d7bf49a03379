// The life of one made-up referral, from its receipt to the last day of the demonstration: whose turn it is, what they do, what time
// brings. Decided by the domain alone, in memory; the record then decides the same again. Pure.
import { afterHours, afterWorkingHours, decide, evolve, nextDeadline, onDeadline, openTasks, systemActor, type Command, type Instant, type OpenTask, type Policy, type Referral, type ReferralEvent, type StaffMember } from '#domain';
import type { Chance } from './chance.js';
import type { Diary } from './diary.js';
import type { Fate } from './fates.js';
import type { Answer, Deed, Scene, Team } from './scene.js';
import { workBeforeTreatment } from './work-before-treatment.js';
import { workInTreatment } from './work-in-treatment.js';

/** What is to be written, in order: an act, or that time has passed. */
export type LifeStep = { at: Instant; deed?: Deed };
export interface Born { referral: Referral; luck: Chance; fate: Fate; team: Team; diary: Diary; policy: Policy; until: Instant; earlierReferralId?: string }

const answers: Partial<Record<OpenTask['task'], Answer>> = { ...workBeforeTreatment, ...workInTreatment };
const MOST_STEPS = 3_000;
const NEVER = '9';
interface Turn { at: Instant; tries: number }

/** Lives the referral until `until` or its end. Takes hours in the diary. */
export function live(born: Born): LifeStep[] {
  const steps: LifeStep[] = [];
  const turns = new Map<number, Turn>();
  let { referral } = born;
  let strike = born.fate.afterDays === undefined ? NEVER : afterHours(referral.receivedAt, born.fate.afterDays * 24);
  while (referral.stage !== 'closed' && steps.length < MOST_STEPS) {
    const task = whoseTurn(born, referral, turns);
    const turn = task && referral.stage !== born.fate.staysAt ? turns.get(task.no)!.at : NEVER;
    const deadline = nextDeadline(referral) ?? NEVER;
    const at = [strike, turn, deadline].sort()[0]!;
    if (at > born.until) break;
    if (at === strike) {
      strike = NEVER;
      referral = act(born, referral, { at, deed: struck(born) }, steps) ?? referral;
    } else if (at === deadline) {
      referral = ring(born, referral, at);
      steps.push({ at });
    } else referral = work(born, referral, task!, turns, steps);
  }
  return steps;
}

const sceneOf = (born: Born, referral: Referral, task: OpenTask, at: Instant): Scene => ({ ...born, referral, task, at, earlierReferralId: born.earlierReferralId });

/** Gives every new task its turn and answers the one whose turn is next. */
function whoseTurn(born: Born, referral: Referral, turns: Map<number, Turn>): OpenTask | undefined {
  for (const task of openTasks(referral)) {
    if (turns.has(task.no)) continue;
    const after = answers[task.task]?.after(sceneOf(born, referral, task, task.raisedAt));
    turns.set(task.no, { at: !after ? NEVER : 'at' in after ? later(after.at, task.raisedAt) : 'hours' in after ? afterHours(task.raisedAt, after.hours) : afterWorkingHours(task.raisedAt, after.workingHours, born.policy.calendar), tries: 0 });
  }
  return openTasks(referral).sort((a, b) => { const [x, y] = [turns.get(a.no)!.at, turns.get(b.no)!.at]; return x < y ? -1 : x > y ? 1 : a.no - b.no; })[0];
}
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Does what the task asks; what cannot be done yet is tried again on another day, and in the end left to the ladder. */
function work(born: Born, referral: Referral, task: OpenTask, turns: Map<number, Turn>, steps: LifeStep[]): Referral {
  const turn = turns.get(task.no)!;
  let after = referral;
  for (const deed of answers[task.task]!.does(sceneOf(born, referral, task, turn.at))) after = act(born, after, { at: turn.at, deed }, steps) ?? after;
  if (after.stage !== 'closed' && after.tasks[task.no]) turns.set(task.no, { at: turn.tries < 8 ? afterWorkingHours(turn.at, 3 * (turn.tries + 1), born.policy.calendar) : NEVER, tries: turn.tries + 1 });
  return after;
}

function act(born: Born, referral: Referral, step: { at: Instant; deed: Deed }, steps: LifeStep[]): Referral | undefined {
  const { at, deed } = step;
  const people = born.team.people as Record<string, StaffMember | undefined>;
  const decision = decide(referral, deed.command, { at, actor: people[deed.by] ?? systemActor, policy: born.policy, holders: {}, people });
  if (decision.refusal) return undefined;
  steps.push(step);
  return told(referral, decision.events);
}
const told = (referral: Referral, events: readonly ReferralEvent[]): Referral => events.reduce<Referral>((one, event) => evolve(one, event), referral);

function ring(born: Born, referral: Referral, at: Instant): Referral {
  let now = referral;
  while ((nextDeadline(now) ?? NEVER) <= at) now = told(now, onDeadline(now, { at, actor: systemActor, policy: born.policy, holders: {}, people: {} }));
  return now;
}

/** What strikes whatever is going on: the patient withdraws, moves away or dies. */
function struck({ fate, luck, team }: Born): Deed {
  const by = team.clinician(luck);
  const command: Command = fate.name === 'dies' ? { act: 'recordDeath' } : fate.name === 'moves-away' ? { act: 'recordMovedAway' } : { act: 'withdraw', by: luck.of(['patient', 'patient', 'referrer'] as const) };
  return { by, command };
}
