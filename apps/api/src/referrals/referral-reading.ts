// Reading one referral for somebody: it exists for them only when it is of their team.
import { referralDetail, type Database, type ReferralDetail, type StaffRow } from '#database';
import { isOfTeam } from '#domain';
import { unknown } from '../arriving/problems.js';

const NAMED = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|HR-\d{1,12})$/i;

/** The referral by id or reference. Throws 404 for one that is not there and for one of another team alike. */
export async function referralFor(database: Database, staff: StaffRow, named: string): Promise<ReferralDetail> {
  const detail = NAMED.test(named) ? await referralDetail(database, named.startsWith('HR') || named.startsWith('hr') ? named : named.toLowerCase()) : undefined;
  if (!detail || !isOfTeam(staff, detail.referral.teamId)) throw unknown('no-such-referral');
  return detail;
}
