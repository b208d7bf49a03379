// `handrail referral show REF`: one page about one referral, for whoever keeps the service running. Codes and names of staff only: no
// word of a clinician and nothing personal of the patient is printed.
import type { Command } from 'commander';
import os from 'node:os';
import { recordView, referralDetail, timeline, type ReferralDetail, type TimelineEntry } from '#database';
import { actOf, acts, localDay, modality, nextStep, openTasks, queueName, stages, taskKind, type ActName, type Referral } from '#domain';
import { withTheRecord } from './the-record.js';

export function register(program: Command): void {
  program.command('referral').description('look at one referral')
    .command('show <reference>').description('its stage, its next step, its tasks, strands and history, on one page')
    .option('--all', 'the whole history, not only the last forty acts')
    .action((reference: string, options: { all?: boolean }) => withTheRecord(2, async (database) => {
      const detail = await referralDetail(database, reference);
      if (!detail) throw new Error(`There is no referral ${reference}.`);
      const witness = { staffId: `operator/${os.userInfo().username}`, roles: ['operator'] };
      await recordView(database, witness, { event: 'view', resource: 'timeline', fields: 'administration', outcome: 'shown', of: { referral: detail.referral.referralId } });
      console.log(pageOf(detail, await timeline(database, detail.referral.referralId, 0, 100_000), options.all ?? false));
    }));
}

const LAST_ACTS = 40;
const when = (at: string): string => `${localDay(at, 'Europe/London')} ${new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })}`;

/** The page as text. */
export function pageOf({ referral, holders }: ReferralDetail, history: readonly TimelineEntry[], all: boolean): string {
  const byAct = actsOf(history);
  const left = all ? 0 : Math.max(0, byAct.length - LAST_ACTS);
  const nameOf = new Map(holders.map((one) => [one.no, one.claimedByName]));
  return [
    `${referral.reference}  ${stages[referral.stage].name}, since ${when(referral.stageSince)}`,
    `Received ${when(referral.receivedAt)}, team ${referral.teamId}, ${referral.referrerUrgency}${referral.triage ? `, accepted as ${referral.triage.urgency} ${referral.triage.triageCode}` : ''}`,
    ...(referral.flags.length > 0 ? [`Flags: ${referral.flags.join(', ')}`] : []),
    ...(referral.riskLevel ? [`Risk: ${referral.riskLevel}`] : []),
    ...section('Next step', [nextLine(referral)]),
    ...section('Open tasks', openTasks(referral).map((task) => `${taskKind(task.task).name}: ${queueName(task.queue)}, due ${when(task.dueAt)}${task.level > 0 ? `, overdue (step ${task.level})` : ''}${nameOf.get(task.no) ? `, held by ${nameOf.get(task.no)}` : ''}`)),
    ...section('Strands of care', Object.values(referral.strands).map((strand) => `${strand.no} ${modality(strand.modality).name}, ${strand.format}, ${strand.stage}: ${strand.attended} attended${strand.allowance === null ? ', open-ended' : `, ${strand.used} of ${strand.allowance} used`}${strand.clinicianId ? `, ${strand.clinicianId}` : ', no clinician yet'}${strand.no === referral.leadStrandNo ? ' (leads)' : ''}`)),
    ...section('Waiting times', Object.values(referral.waits).map((wait) => `${wait.clock}: ${wait.stoppedAt ? `stopped ${when(wait.stoppedAt)}` : wait.breachedAt ? `breached ${when(wait.breachedAt)}` : `in target until ${when(wait.breachAt)}`}`)),
    ...section('History', [...(left > 0 ? [`(${left} earlier acts; --all shows them)`] : []), ...byAct.slice(left)]),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : []);

function nextLine(referral: Referral): string {
  const step = nextStep(referral);
  if (!step) return referral.stage === 'closed' ? `None: ended ${when(referral.closedAt)}, ${referral.ending}` : 'None';
  return `${taskKind(step.task).name}: ${step.assignedTo ?? queueName(step.queue)}, by ${when(step.dueAt)}`;
}

/** A line per act with what it made of the referral; tasks, timers and letters are told by the rest of the page. */
function actsOf(history: readonly TimelineEntry[]): string[] {
  const lines: string[] = [];
  for (let place = 0; place < history.length;) {
    const { act, at, actorName, actor } = history[place]!;
    const events: string[] = [];
    const first = history[place]!;
    for (; place < history.length && history[place]!.at === first.at && history[place]!.act === act && history[place]!.actor === actor; place += 1) {
      const { type } = history[place]!.event;
      if (!/^(task-|timer-|message-)/.test(type) || type === 'task-escalated') events.push(type);
    }
    lines.push(`${when(at)}  ${act in acts ? actOf(act as ActName).words : 'time passed'}, ${actorName ?? actor}${events.length > 0 ? `: ${events.join(', ')}` : ''}`);
  }
  return lines;
}
