// Treatment: reviews, the planned ending, more sessions only by somebody else's decision, periods in which the patient is away,
// check-ins and outcome measures. A risk answer brings the duty clinician at once.
import { measures } from './commands.js';
import { openTasksOf, openStrands } from './referral.js';
import { notNow } from './refusals.js';
import type { Step } from './step.js';
import { dutyIsNeeded } from './duty.js';
import { ask, close, raise, type Story } from './story.js';
import { keepStrandsMoving, planTheEnding, sessionsLeft, setJointReview, setPeriodicReview, strandIsOpen, warnBeforeTheEnd } from './strands.js';
import type { TaskType } from './tasks.js';
import { asksHowTheyAre } from './waiting-times.js';

const reviewTask = { 'mid-course': 'mid-course-review', end: 'end-review', periodic: 'periodic-review', joint: 'joint-review' } as const satisfies Record<string, TaskType>;

export const recordReview: Step<'recordReview'> = (story, command) => {
  const { kind, strandNo, outcome, noteId } = command;
  const task = openTasksOf(story.referral, reviewTask[kind]).find((open) => kind === 'joint' || open.strandNo === strandNo);
  if (!task) return notNow('no-such-task', { fields: ['strandNo'] });
  const strand = kind === 'joint' ? undefined : strandIsOpen(story.referral, strandNo!);
  if (kind === 'end' && outcome === 'continue' && strand && sessionsLeft(strand) <= 0) return notNow('allowance-used-up');
  story.then({ type: 'review-recorded', kind, outcome, ...(strandNo && { strandNo }), ...(noteId && { noteId }) });
  close(story, reviewTask[kind], 'done', (open) => open.no === task.no);
  if (kind === 'periodic' && strand) setPeriodicReview(story, strand);
  if (kind === 'joint' && openStrands(story.referral).length > 1) setJointReview(story);
  if (outcome === 'end') endIsNear(story, strand?.no);
  keepStrandsMoving(story);
  return undefined;
};

/** A review found that care comes to its end: of one strand, or (a joint review) of all. */
function endIsNear(story: Story, strandNo: number | undefined): void {
  if (openTasksOf(story.referral, 'complete-discharge').some((task) => task.strandNo === strandNo)) return;
  const lead = story.referral.strands[story.referral.leadStrandNo ?? 0];
  raise(story, 'complete-discharge', strandNo ? { strandNo } : { discipline: lead?.discipline, assignedTo: lead?.clinicianId });
}

export const planEnding: Step<'planEnding'> = (story, command) => {
  if (!openTasksOf(story.referral, 'plan-ending').some((task) => task.strandNo === command.strandNo)) return notNow('no-such-task', { fields: ['strandNo'] });
  story.then({ type: 'ending-planned', no: command.strandNo });
  close(story, 'plan-ending', 'done', (task) => task.strandNo === command.strandNo);
  return undefined;
};

/** More sessions are asked for with a coded reason and decided by somebody else; never silently. */
export const requestExtension: Step<'requestExtension'> = (story, command) => {
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand) return notNow('no-such-strand', { fields: ['strandNo'] });
  if (strand.allowance === null) return notNow('open-ended-has-no-allowance');
  if (strand.extension) return notNow('extension-awaits-decision');
  if (command.sessions < 1) return notNow('sessions-out-of-range', { fields: ['sessions'] });
  const { sessions, reason, noteId } = command;
  story.then({ type: 'extension-requested', no: strand.no, sessions, reason, by: story.actor.staffId, ...(noteId && { noteId }) });
  close(story, ['plan-ending', 'end-review'], 'done', (task) => task.strandNo === strand.no);
  raise(story, 'decide-extension', { strandNo: strand.no });
  return undefined;
};
export const decideExtension: Step<'decideExtension'> = (story, command) => {
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand?.extension) return notNow('no-extension-requested', { fields: ['strandNo'] });
  if (strand.extension.by === story.actor.staffId) return { kind: 'not-yours', code: 'second-person-decides' };
  const sessions = command.sessions ?? strand.extension.sessions;
  if (command.approved && sessions < 1) return notNow('sessions-out-of-range', { fields: ['sessions'] });
  const noteId = command.noteId && { noteId: command.noteId };
  if (command.approved) story.then({ type: 'allowance-extended', no: strand.no, sessions, ...noteId });
  else story.then({ type: 'extension-declined', no: strand.no, ...noteId });
  close(story, 'decide-extension', 'done', (task) => task.strandNo === strand.no);
  if (command.approved) approved(story, strand.no);
  else if (sessionsLeft(strand) > 0 && sessionsLeft(strand) <= story.policy.warnBeforeLastSessions) planTheEnding(story, strand.no);
  keepStrandsMoving(story);
  return undefined;
};
function approved(story: Story, strandNo: number): void {
  close(story, 'complete-discharge', 'no-longer-needed', (task) => task.strandNo === strandNo);
  warnBeforeTheEnd(story, strandNo);
}

/** A period in which the patient cannot attend. It informs; it pauses no clock. */
export const recordUnavailability: Step<'recordUnavailability'> = (story, command) => {
  if (command.toOn < command.fromOn) return notNow('wrong-order', { fields: ['toOn'] });
  story.then({ type: 'unavailability-recorded', no: story.referral.last.period + 1, fromOn: command.fromOn, toOn: command.toOn, by: story.actor.staffId });
  return undefined;
};
const removableForMs = 48 * 3_600_000;
export const removeUnavailability: Step<'removeUnavailability'> = (story, command) => {
  const period = story.referral.unavailable[command.periodNo];
  if (!period) return { kind: 'unknown', code: 'no-such-period', fields: ['periodNo'] };
  const own = period.by === story.actor.staffId && Date.parse(story.at) - Date.parse(period.recordedAt) <= removableForMs;
  if (!own && !story.actor.roles.includes('administrator')) return { kind: 'not-yours', code: 'not-removable-now' };
  story.then({ type: 'unavailability-removed', no: period.no });
  return undefined;
};

/** How is the person who waits? Worse brings the duty clinician; whoever was not reached is tried again. */
export const recordCheckIn: Step<'recordCheckIn'> = (story, command) => {
  if (!story.referral.triage) return notNow('not-accepted-yet');
  story.then({ type: 'checked-in', outcome: command.outcome, ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'check-in');
  if (command.outcome === 'worse') dutyIsNeeded(story);
  if (command.outcome === 'not-reached' && asksHowTheyAre.includes(story.referral.stage)) raise(story, 'check-in', {});
  return undefined;
};
/** Totals of PHQ-9, GAD-7, WSAS, CORE-10. A risk item above 0 raises the duty clinician's task in the same act. */
export const recordOutcomeMeasure: Step<'recordOutcomeMeasure'> = (story, command) => {
  const { measure, total, riskItem } = command;
  if (total < 0 || total > measures[measure]) return notNow('out-of-range', { fields: ['total'] });
  story.then({ type: 'outcome-measure-recorded', measure, total, ...(riskItem !== undefined && { riskItem }) });
  if ((riskItem ?? 0) > 0) dutyIsNeeded(story);
  return undefined;
};
export const referOnward: Step<'referOnward'> = (story, command) => {
  story.then({ type: 'referred-onward', to: command.to, ...(command.noteId && { noteId: command.noteId }) });
  ask(story, 'onward-referral', 'gp', 'patient');
  return undefined;
};
