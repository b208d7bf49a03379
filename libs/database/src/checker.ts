// The record read against itself: every rule that must hold of it at every instant, with the id of whatever breaks one. Run after every
// fault, every night, and whenever somebody wants to know. Reads only; each referral is read in one statement, so that nobody need stop working.
import { queueCodes } from '#domain';
import type { AnchorKey } from './audit/anchor-key.js';
import { auditDifferences } from './audit/standing.js';
import { differencesOf, referralText, type RecordedReferral } from './checker-referral.js';
import type { Database } from './database.js';

/** The rules, in words. A count per rule is what the check answers. */
export const checkRules = {
  'events-without-gap': 'a referral’s events run from 1 without gap or repeat to its sequence',
  'state-is-its-events': 'folding a referral’s events gives its state',
  'rows-are-the-state': 'the rows of a referral, its tasks, strands, appointments and letters are what its events say',
  'acts-have-their-events': 'each act has its events, each event its act',
  'acts-are-audited': 'each act has one row in the audit, each such row its act',
  'audit-holds': 'the audit’s chains have no gap, end at their heads, and meet their anchors',
  'open-has-a-task': 'an open referral has an open task, a closed one none',
  'open-has-a-due-instant': 'an open referral has a next due instant, a closed one none',
  'task-has-a-queue': 'an open task lies in one queue of the service',
  'holder-has-access': 'who holds an open task has access to it',
  'nothing-long-overdue': 'no due instant of an open referral is more than two minutes past',
  'conductor-has-heard': 'every conductor has heard of the last act within thirty seconds',
  'letters-go-out': 'no letter waits longer than fifteen minutes',
  'requests-are-answered': 'no request has been under way for more than a minute',
} as const;
export type CheckRule = keyof typeof checkRules;
export const checkRuleCodes = Object.keys(checkRules) as CheckRule[];
/** `ids`: of referrals, tasks or letters, the first thousand of a rule. */
export interface Broken { count: number; ids: string[]; what?: string[] }
export interface CheckReport { referrals: number; events: number; differences: number; broken: Partial<Record<CheckRule, Broken>> }

const mostIds = 1_000;
const pageSize = 50;

/** Checks the whole record. `step` hears how many more referrals were read. `anchors`: where those of the audit lie. Throws `Outage` when the database is away. */
export async function checkRecord(database: Database, step: (referrals: number) => void = () => undefined, anchors?: { file: string; key: AnchorKey }): Promise<CheckReport> {
  const report: CheckReport = { referrals: 0, events: 0, differences: 0, broken: {} };
  for (const what of await auditDifferences(database, anchors)) add(report, 'audit-holds', what);
  for (const rule of Object.keys(looks) as (keyof typeof looks)[]) {
    for (const { id } of await database.query<{ id: string }>(looks[rule], rule === 'task-has-a-queue' ? [queueCodes] : [])) add(report, rule, id);
  }
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await database.query<RecordedReferral>(referralText, [after, pageSize]);
    for (const one of page) {
      report.referrals += 1;
      report.events += one.events.length;
      for (const { rule, what } of differencesOf(one)) add(report, rule, one.referral_id, what);
    }
    step(page.length);
    if (page.length < pageSize) return report;
    after = page.at(-1)!.referral_id;
  }
}

function add(report: CheckReport, rule: CheckRule, id: string, what?: string): void {
  const broken = (report.broken[rule] ??= { count: 0, ids: [] });
  report.differences += 1;
  broken.count += 1;
  if (broken.ids.length >= mostIds) return;
  broken.ids.push(id);
  if (what) (broken.what ??= []).push(`${id}: ${what}`);
}

/** Rules of which the database itself can tell who breaks them. */
const looks = {
  'acts-are-audited': `SELECT coalesce(a.referral_id::text, e.request_id) AS id FROM referral_act a
    FULL JOIN (SELECT request_id, count(*) AS entries FROM audit_event WHERE event = 'act' GROUP BY request_id) e ON e.request_id = CASE a.act WHEN 'receive' THEN 'receive/' || a.referral_id ELSE a.command_id END
    WHERE a.command_id IS NULL OR (e.entries IS DISTINCT FROM 1 AND a.recorded_at > (SELECT min(begun_at) FROM audit_standing()))`,
  'open-has-a-task': `SELECT referral_id AS id FROM referral r WHERE (closed_at IS NULL) <> EXISTS (SELECT 1 FROM task t WHERE t.referral_id = r.referral_id AND t.state = 'open')`,
  'open-has-a-due-instant': `SELECT referral_id AS id FROM referral WHERE (closed_at IS NULL) <> (due_at IS NOT NULL)`,
  'task-has-a-queue': `SELECT task_id AS id FROM task WHERE state = 'open' AND queue <> ALL ($1)`,
  'holder-has-access': `SELECT t.task_id AS id FROM task t LEFT JOIN staff_member s ON s.staff_id = t.claimed_by
    WHERE t.state = 'open' AND t.claimed_by IS NOT NULL AND (s.staff_id IS NULL OR NOT s.active OR NOT (t.team_id = ANY (s.team_ids) OR s.roles && ARRAY['system', 'referrer', 'machine-client', 'administrator']))`,
  'nothing-long-overdue': `SELECT referral_id AS id FROM referral WHERE closed_at IS NULL AND due_at < now() - interval '2 minutes'`,
  'conductor-has-heard': `SELECT referral_id AS id FROM referral WHERE conducted_seq < seq AND changed_at < now() - interval '30 seconds'`,
  // `asked_at` is the act's time, which an import or a test may set; how long the row has stood there is told by the referral's last change.
  'letters-go-out': `SELECT d.delivery_id AS id FROM delivery d JOIN referral r USING (referral_id) WHERE d.stage IN ('waiting', 'sending') AND d.asked_at < now() - interval '15 minutes' AND r.changed_at < now() - interval '15 minutes'`,
  'requests-are-answered': `SELECT key || ' ' || route AS id FROM idempotency WHERE status IS NULL AND at < now() - interval '1 minute'`,
} as const satisfies Partial<Record<CheckRule, string>>;
