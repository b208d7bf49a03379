// What the events of appointments change. An appointment is never removed: its outcome says what became of it.
import type { Change } from './evolve.js';
import type { Appointment, Referral } from './referral.js';

const withAppointment = (referral: Referral, no: number, change: Partial<Appointment>) =>
  ({ ...referral.appointments, [no]: { ...referral.appointments[no]!, ...change } });
const withUsed = (referral: Referral, no: number, counts: boolean, attended: boolean) => {
  const strand = referral.strands[referral.appointments[no]?.strandNo ?? 0];
  if (!strand) return {};
  return { strands: { ...referral.strands, [strand.no]: { ...strand, used: strand.used + (counts ? 1 : 0), attended: strand.attended + (attended ? 1 : 0) } } };
};

export const appointmentChanges = {
  'appointment-booked': (r, e) => {
    const { type: _type, at: _at, ...booked } = e;
    return { last: { ...r.last, appointment: e.no }, appointments: { ...r.appointments, [e.no]: { ...booked, outcome: 'booked' } } };
  },
  'appointment-cancelled': (r, e) => ({ ...withUsed(r, e.no, e.counts, false), appointments: withAppointment(r, e.no, { outcome: 'cancelled', code: e.code, counts: e.counts }) }),
  'appointment-attended': (r, e) => ({ ...withUsed(r, e.no, e.counts, true), appointments: withAppointment(r, e.no, { outcome: 'attended', code: e.code, counts: e.counts }), notAttendedInARow: 0 }),
  'appointment-not-attended': (r, e) => ({ ...withUsed(r, e.no, e.counts, false), appointments: withAppointment(r, e.no, { outcome: 'not-attended', code: e.code, counts: e.counts }), notAttendedInARow: e.inARow }),
  'decided-after-non-attendance': () => ({}),
  'note-signed': (r, e) => ({ appointments: withAppointment(r, e.no, { noteId: e.noteId }) }),
  'note-added-to': () => ({}),
} satisfies {
  'appointment-booked': Change<'appointment-booked'>; 'appointment-cancelled': Change<'appointment-cancelled'>; 'appointment-attended': Change<'appointment-attended'>;
  'appointment-not-attended': Change<'appointment-not-attended'>; 'decided-after-non-attendance': Change<'decided-after-non-attendance'>;
  'note-signed': Change<'note-signed'>; 'note-added-to': Change<'note-added-to'>;
};
