// Receiving: the referral is on record, a clinician's screen has its timer, the secretary has the triage task. Nobody is turned away:
// what is missing or wrong becomes a task. Risk and urgency go past the secretary's queue; an emergency goes to the duty clinician at once.
import type { Receive } from './commands.js';
import { ask, isPressing, raise, tell, type Circumstances, type Story } from './story.js';
import type { ReferralEvent } from './events.js';
import { startDayWait } from './waiting-times.js';
import { afterHours, endOfWorkingDays, type Instant } from './working-days.js';
import type { TaskType } from './tasks.js';

/** Events of a receipt. Clocks start at `receivedAt`, which may lie in the past (an import); then nothing overdue is escalated, one catch-up task stands for it. */
export function receive(command: Receive, circumstances: Circumstances): ReferralEvent[] {
  const story = tell(undefined, circumstances);
  const { referralId, reference, teamId, personId, receivedAt, source, referrerUrgency, flags, earlierReferralId, duplicateOf } = command;
  const imported = command.imported ?? false;
  story.then({ type: 'referral-received', referralId, reference, teamId, personId, receivedAt, source, referrerUrgency, flags, policyVersion: story.policy.version, imported, ...(earlierReferralId && { earlierReferralId }), ...(duplicateOf && { duplicateOf }) });
  startDayWait(story, 'assessment', receivedAt);
  startDayWait(story, 'treatment', receivedAt);
  for (const task of firstTasks(story)) raise(story, task, { from: receivedAt, ...(imported && { notBefore: notBefore(story, task) }) });
  if (imported && fellDueBefore(story, story.at, receivedAt)) raise(story, 'catch-up', {});
  if (!imported) ask(story, 'acknowledgement', 'referrer', 'patient');
  return story.events;
}

/** The secretary's triage waits for no screen, and the screen for no secretary; a pressing referral meets the clinician first. */
function firstTasks(story: Story): TaskType[] {
  const { flags } = story.referral;
  const first: TaskType[] = ['clinical-screen', 'administrative-triage'];
  if (flags.includes('emergency')) first.unshift('duty-contact');
  if (flags.includes('nhs-number-missing') || flags.includes('nhs-number-wrong')) first.push('obtain-nhs-number');
  if (flags.includes('same-nhs-number') || flags.includes('possible-duplicate')) first.push('review-possible-duplicate');
  return first;
}

/** What an import brings is due afresh: an emergency and a pressing screen within the hour from now, everything else by the next working day. */
function notBefore({ at, policy, referral }: Story, task: TaskType): Instant {
  if (task === 'duty-contact') return afterHours(at, policy.dutyContactHours);
  return task === 'clinical-screen' && isPressing(referral) ? afterHours(at, policy.screenUrgentHours) : endOfWorkingDays(at, 1, policy.calendar);
}

/** Would anything of this receipt have fallen due before `now`, had it been received here in time? */
function fellDueBefore(story: Story, now: Instant, receivedAt: Instant): boolean {
  const { policy } = story;
  return isPressing(story.referral) ? afterHours(receivedAt, policy.screenUrgentHours) <= now : endOfWorkingDays(receivedAt, Math.min(policy.triageWorkingDays, policy.screenWorkingDays), policy.calendar) <= now;
}
