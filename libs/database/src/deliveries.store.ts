// Letters and messages on their way. The act that asks for one writes its row; the worker takes it, sends it and says how it went.
import type { Addressee, Appointment, Letter, Question, Untimed } from '#domain';
import { withLetterEntry } from './audit/act-entry.js';
import type { Database } from './database.js';
import { open } from './keys.js';

export type DeliveryStage = 'waiting' | 'sending' | 'delivered' | 'printed' | 'stopped' | 'failed';
/** All a letter may say. `told`: the events of the act that asked for it. `questions`: what was last asked of the referrer. `appointment`: the one it speaks of. `summary`: the words of a discharge summary, if that is what it is. */
export interface DeliveryOrder {
  deliveryId: string; letter: Letter; addressee: Addressee; attempts: number; askedAt: string;
  reference: string; senderReference: string; serviceName: string; teamName: string; site: string; told: Untimed[]; questions: Question[]; appointment?: Appointment; summary?: string;
  patient: { givenName: string | null; familyName: string; dateOfBirth: string; email: string | null; address: string | null; postcode: string | null; gpOds: string | null };
  referrer: { name: string; ods: string | null; email: string | null };
}

/** At most `limit` deliveries that nobody is sending, oldest first. Leased: one whose workflow does not begin is given out again after 30 s, one whose workflow was lost after 15 min. */
export async function unstartedDeliveries(database: Database, limit: number): Promise<string[]> {
  const rows = await database.query<{ delivery_id: string }>(`WITH chosen AS (
      SELECT delivery_id FROM delivery WHERE stage IN ('waiting', 'sending')
        AND (begun_at IS NULL OR begun_at < now() - CASE stage WHEN 'waiting' THEN interval '30 seconds' ELSE interval '15 minutes' END)
      ORDER BY asked_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    UPDATE delivery SET begun_at = now() FROM chosen WHERE delivery.delivery_id = chosen.delivery_id RETURNING delivery.delivery_id`, [limit]);
  return rows.map((row) => row.delivery_id);
}

/** Takes a delivery for one attempt. The stage it ended in when it is over or no longer wanted; undefined when there is none of this id. */
export async function takeDelivery(database: Database, deliveryId: string): Promise<{ order: DeliveryOrder } | { ended: DeliveryStage } | undefined> {
  const taken = await database.query(withLetterEntry(`UPDATE delivery SET stage = 'sending', attempts = attempts + 1, begun_at = now() WHERE delivery_id = $1 AND stage IN ('waiting', 'sending') RETURNING delivery_id, referral_id, letter, addressee`), [deliveryId]);
  if (taken.length > 0) return { order: await readOrder(database, deliveryId) };
  const [row] = await database.query<{ stage: DeliveryStage }>('SELECT stage FROM delivery WHERE delivery_id = $1', [deliveryId]);
  return row && { ended: row.stage };
}

const orderText = `SELECT d.delivery_id AS "deliveryId", d.letter, d.addressee, d.attempts, d.asked_at, r.reference, s.name AS "serviceName", t.name AS "teamName", t.site,
  coalesce((SELECT min(i.sender_reference) FROM intake i WHERE i.referral_id = d.referral_id), '') AS "senderReference",
  (SELECT jsonb_agg(e.event ORDER BY e.seq) FROM referral_event e WHERE e.referral_id = d.referral_id AND e.command_id = asked.command_id AND e.seq <= asked.seq) AS told,
  (SELECT e.event FROM referral_event e WHERE e.referral_id = d.referral_id AND e.type = 'information-asked' AND e.seq <= asked.seq ORDER BY e.seq DESC LIMIT 1) AS asked_for, r.state->'appointments' AS appointments,
  jsonb_build_object('givenName', p.given_name, 'familyName', p.family_name, 'dateOfBirth', p.date_of_birth, 'email', p.email, 'address', p.address, 'postcode', p.postcode, 'gpOds', p.gp_ods) AS patient,
  jsonb_build_object('name', r.referrer_name, 'ods', r.referrer_ods, 'email', r.referrer_email) AS referrer
  FROM delivery d JOIN referral r USING (referral_id) JOIN team t USING (team_id) JOIN service s USING (service_id) JOIN person p USING (person_id)
  JOIN LATERAL (SELECT command_id, seq FROM referral_event e WHERE e.referral_id = d.referral_id AND e.type = 'message-asked' AND (e.event->>'no')::int = d.no) asked ON true WHERE d.delivery_id = $1`;
type OrderRow = Omit<DeliveryOrder, 'askedAt' | 'summary' | 'questions' | 'appointment'> & { asked_at: Date; asked_for: { questions: Question[] } | null; appointments: Record<number, Appointment> };

async function readOrder(database: Database, deliveryId: string): Promise<DeliveryOrder> {
  const [row] = await database.query<OrderRow>(orderText, [deliveryId]);
  const { asked_at: askedAt, asked_for: askedFor, appointments, ...order } = row!;
  const about = order.told.findLast((event) => aboutAppointments.has(event.type)) as { no: number } | undefined;
  const sent = order.told.find((event) => event.type === 'discharge-summary-sent');
  const summary = sent?.noteId ? await wordsOf(database, sent.noteId) : undefined;
  return { ...order, askedAt: askedAt.toISOString(), questions: askedFor?.questions ?? [], ...(about && { appointment: appointments[about.no] }), ...(summary !== undefined && { summary }) };
}
const aboutAppointments = new Set<string>(['appointment-booked', 'appointment-cancelled', 'decided-after-non-attendance']);
async function wordsOf(database: Database, noteId: string): Promise<string | undefined> {
  const [note] = await database.query<{ words: Buffer }>('SELECT words FROM clinical_note WHERE note_id = $1', [noteId]);
  return note && open(database.keys, note.words, `clinical_note/words/${noteId}`);
}

/** Says that it has gone out. Also true of one that was stopped while it was going. */
export async function markDelivered(database: Database, deliveryId: string, how: { stage: 'delivered' | 'printed'; channel: 'mail' | 'print' }): Promise<void> {
  await database.query(`UPDATE delivery SET stage = $2, channel = $3, delivered_at = now() WHERE delivery_id = $1 AND stage IN ('sending', 'stopped')`, [deliveryId, how.stage, how.channel]);
}
/** Says why an attempt failed; a code, never words. It will be tried again. */
export async function noteDeliveryFailed(database: Database, deliveryId: string, code: string): Promise<void> {
  await database.query('UPDATE delivery SET last_code = $2 WHERE delivery_id = $1', [deliveryId, code]);
}
