// How long a referral has been at each step of its way, and the wait that one clock over the whole would hide: from the assessment to
// the first treatment. Each stage begins where the one before ends, so that the times add up to the whole.
import { daysBetween, localDay, type Instant, type ReferralEvent, type Stage } from '#domain';
import { courseOf, knownOn, type AsOf, type ReferralCourse } from './course.js';

type Day = string;
/** `to` null: still there. `days` are calendar days of the clinic, to `asOf` where the referral still is. */
export interface StageSpell { stage: Exclude<Stage, 'closed'>; from: Instant; to: Instant | null; days: number }
/** From the last assessment before treatment was offered (from acceptance, where somebody else had assessed) to the first session, to leaving, or to `asOf`. */
export interface HiddenWait { from: Day; to: Day | null; days: number; endedBy: 'first-treatment' | 'left' | null }
export interface StrandWait { no: number; discipline: string; modality: string; from: Day; to: Day | null; days: number }
export interface StageTimes {
  spells: StageSpell[];
  /** Days per stage, all spells of it together. */
  days: Partial<Record<StageSpell['stage'], number>>;
  hiddenWait: HiddenWait | null;
  /** Each strand from its opening to its first session, its end, or `asOf`. */
  strands: StrandWait[];
  /** From the first to the second session of treatment; null before there is a first. */
  firstToSecond: { days: number; to: Day | null } | null;
}

/** Stage times as they were known at the end of `asOf`; null before the receipt was recorded. The first stage begins at the receipt itself, which an import may have recorded later. */
export function stageTimes(events: readonly ReferralEvent[], when: AsOf): StageTimes | null {
  const { course } = courseOf(events, when);
  if (!course) return null;
  const spells = spellsOf(knownOn(events, when), course.receivedAt, when);
  const days: StageTimes['days'] = {};
  for (const spell of spells) days[spell.stage] = (days[spell.stage] ?? 0) + spell.days;
  return {
    spells, days, hiddenWait: hiddenWaitOf(course, when.asOf), firstToSecond: firstToSecondOf(course, when.asOf),
    strands: course.strands.map(({ no, discipline, modality, openedOn, startedOn, endedOn }) => {
      const to = startedOn ?? endedOn ?? course.endedOn;
      return { no, discipline, modality, from: openedOn, to, days: Math.max(0, daysBetween(openedOn, to ?? when.asOf)) };
    }),
  };
}

function spellsOf(events: readonly ReferralEvent[], receivedAt: Instant, { asOf, timeZone }: AsOf): StageSpell[] {
  const steps: { stage: Stage; at: Instant }[] = [{ stage: 'awaiting-triage', at: receivedAt }];
  for (const event of events) if (event.type === 'stage-entered') steps.push({ stage: event.stage, at: event.at });
  return steps.flatMap(({ stage, at }, place): StageSpell[] => {
    if (stage === 'closed') return [];
    const to = steps[place + 1]?.at ?? null;
    return [{ stage, from: at, to, days: daysBetween(localDay(at, timeZone), to === null ? asOf : localDay(to, timeZone)) }];
  });
}

function hiddenWaitOf(course: ReferralCourse, asOf: Day): HiddenWait | null {
  const from = course.pathway === 'allocation' && course.assessments.length === 0 ? course.acceptedOn : course.treatmentFoundOn;
  const first = course.sessions[0]?.on ?? null;
  if (from === null) return null;
  const to = first ?? course.endedOn;
  return { from, to, days: Math.max(0, daysBetween(from, to ?? asOf)), endedBy: first !== null ? 'first-treatment' : to !== null ? 'left' : null };
}
function firstToSecondOf(course: ReferralCourse, asOf: Day): StageTimes['firstToSecond'] {
  const [first, second] = course.sessions;
  if (!first) return null;
  const to = second?.on ?? null;
  return { days: daysBetween(first.on, to ?? course.endedOn ?? asOf), to };
}

export type StageSignal = 'green' | 'amber' | 'red';
/** The signal for time in a stage: amber from half of its budget, red from four fifths, unless the service sets other shares. Throws RangeError for a budget that is no positive number. */
export function stageSignal(daysInStage: number, budgetDays: number, { amberFrom = 0.5, redFrom = 0.8 }: { amberFrom?: number; redFrom?: number } = {}): StageSignal {
  if (!(budgetDays > 0)) throw new RangeError('A stage budget is a number of days above 0.');
  const used = daysInStage / budgetDays;
  return used >= redFrom ? 'red' : used >= amberFrom ? 'amber' : 'green';
}
