// A random walk through a referral's life: acts that close what is open, acts that come out of the blue, wrong acts by wrong people, claims,
// days that pass and outages that are slept through. The same steps give the same walk.
import { acts, actNames, allowedActs, defaultPolicy, openStages, openTasks, taskKind, type ActName, type Command, type Decision, type Policy, type Referral, type ReferralEvent, type StrandPlan } from '#domain';
import { anyCommand, endingActs } from './any-command.js';
import { chance, likely, oneOf, type Roll } from './chance.js';
import { after, Course, start } from './course.js';
import { cbt, medication, psychoanalysis, referralAt, session } from './referral.js';
import { staff, staffNames, type StaffName } from './staff.js';

/** What a witness of the walk is shown: each act tried, and each stretch of time. `before` is the referral as it was. */
export type Seen = { course: Course; before: Referral | undefined } & (
  | { act: ActName; by: StaffName; command: Command; decision: Decision; told: readonly ReferralEvent[] }
  | { act?: undefined; told: readonly ReferralEvent[] });

const canDo = (act: ActName): StaffName[] => staffNames.filter((name) => (acts[act].roles as readonly string[]).some((role) => (staff[name].roles as readonly string[]).includes(role)));
const doers = Object.fromEntries(actNames.map((act) => [act, canDo(act)])) as Record<ActName, StaffName[]>;
const rarely = new Set<ActName>([...endingActs, 'discharge', 'adoptPolicy']);

function nextAct(course: Course, roll: Roll): { act: ActName; by: StaffName } {
  const open = openTasks(course.referral);
  if (open.length > 0 && likely(roll, 0.55)) {
    const task = oneOf(roll, open);
    const act = oneOf(roll, taskKind(task.task).closedBy);
    const by = task.assignedTo && likely(roll, 0.7) ? (task.assignedTo as StaffName) : oneOf(roll, doers[act]);
    return { act, by };
  }
  const somebody = oneOf(roll, staffNames);
  const offered = allowedActs(course.referral, staff[somebody]);
  const act = offered.length > 0 && likely(roll, 0.6) ? oneOf(roll, offered) : oneOf(roll, actNames);
  if (rarely.has(act) && likely(roll, 0.9)) return nextAct(course, roll);
  return { act, by: offered.includes(act) || likely(roll, 0.1) ? somebody : oneOf(roll, doers[act]) };
}
function timeGoesBy(course: Course, roll: Roll, see: (seen: Seen) => void): void {
  const before = course.referral;
  const kind = roll();
  if (kind < 0.45) return;
  let told: ReferralEvent[];
  if (kind < 0.65) told = course.passes({ hours: Math.floor(roll() * 30) });
  else if (kind < 0.98) told = course.passes({ days: Math.floor(roll() * 12) });
  else told = course.awakensAt(after(course.at, { days: oneOf(roll, [60, 400, 3000]) }));
  see({ course, before, told });
}
function claimsOrReleases(course: Course, roll: Roll): void {
  const open = openTasks(course.referral);
  if (open.length === 0 || !likely(roll, 0.1)) return;
  course.holders[oneOf(roll, open).no] = likely(roll, 0.5) ? undefined : oneOf(roll, staffNames);
}

const therapies: StrandPlan[][] = [[{ ...cbt, sessions: 6 }], [{ ...cbt, sessions: 6 }, medication], [psychoanalysis, medication], [{ ...cbt, clinicianId: undefined }]];
/** A service in which every session missed is a session used. */
const strict: Policy = { ...defaultPolicy, attendance: { lateCancelHours: 24, countDna: true, countLateCancellation: true } };
/** Walks begin with a receipt, or at a later stage that acts have brought the referral to: many deep in treatment, where receipts seldom come. */
function begin(first: Roll, see: (seen: Seen) => void): Course {
  const at = after(start, { hours: Math.floor(first() * 24 * 400) });
  const policy = likely(first, 0.5) ? defaultPolicy : strict;
  const stage = likely(first, 0.4) ? 'in-treatment' : oneOf(first, openStages);
  if (likely(first, 0.6)) {
    const strands = stage === 'in-treatment' ? oneOf(first, therapies.slice(0, 3)) : oneOf(first, therapies);
    const course = referralAt(stage, { at, policy, strands: stage === 'in-follow-up' ? undefined : strands, optIn: stage === 'awaiting-assessment' && likely(first, 0.5) });
    if (stage === 'in-treatment') for (let no = Math.floor(first() * 5); no > 0; no -= 1) session(course);
    return course;
  }
  const course = new Course(at, policy);
  const command = anyCommand('receive', course, first, 'amina');
  const told = course.does('amina', command);
  see({ course, before: undefined, act: 'receive', by: 'amina', command, decision: { events: told }, told });
  return course;
}

/** Walks; `steps` are the rolls of each step. The witness is shown everything as it happens. */
export function walk(steps: readonly number[], see: (seen: Seen) => void): Course {
  const course = begin(chance(steps[0] ?? 1), see);
  for (const step of steps) {
    const roll = chance(step);
    claimsOrReleases(course, roll);
    const { act, by } = nextAct(course, roll);
    const attempt = anyCommand(act, course, roll, by);
    const before = course.referral;
    const decision = course.attempts(by, attempt, { busy: likely(roll, 0.03) });
    see({ course, before, act, by, command: attempt, decision, told: decision.events ?? [] });
    timeGoesBy(course, roll, see);
  }
  return course;
}
