import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ATTENDANCE_CODES, isAttendanceCode, judgeAttendance, type AttendanceJudgement, type AttendanceReport } from './attendance.js';

interface Vector { name: string; input: AttendanceReport; expected: AttendanceJudgement }
const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/attendance.json', import.meta.url), 'utf8')) as Vector[];
const START = '2025-06-12T10:00:00+01:00';

describe('attendance', () => {
  it.each(vectors)('is judged as the data dictionary and the policy say: $name', ({ input, expected }) => expect(judgeAttendance(input)).toEqual(expected));

  it('cancelled by the patient at the very start of the appointment, or after it, is not attending', () => {
    for (const patientContactAt of [START, '2025-06-12T10:05:00+01:00']) {
      expect(judgeAttendance({ code: '2', appointmentStart: START, patientContactAt })).toEqual({
        category: 'did-not-attend', effectiveCode: '3', fhirStatus: 'noshow', countsTowardAllowance: false, dnaRate: 'numerator',
        lateCancellation: null, finding: 'contact-not-before-start',
      });
    }
  });

  it('a cancellation that turns out to be no cancellation counts where the service counts those who did not attend', () => {
    expect(judgeAttendance({ code: '2', appointmentStart: START, patientContactAt: START, policy: { countDna: true } }).countsTowardAllowance).toBe(true);
    expect(judgeAttendance({ code: '3', appointmentStart: START, patientContactAt: '2025-06-12T09:59:59+01:00', policy: { countDna: true } }).countsTowardAllowance).toBe(false);
  });

  it('not attended, with contact just after the start, stays not attended without a finding', () => {
    expect(judgeAttendance({ code: '3', appointmentStart: START, patientContactAt: '2025-06-12T10:00:01+01:00' })).toMatchObject({ effectiveCode: '3', finding: null });
  });

  it.each(['4', '5', '6', '7', '0'])('code %s stands whenever the patient rang', (code) => {
    expect(judgeAttendance({ code, appointmentStart: START, patientContactAt: '2025-06-12T08:00:00+01:00' })).toMatchObject({ effectiveCode: code, lateCancellation: null, finding: null });
  });

  it('compares moments, not what the clocks showed: 25 hours when the clocks go back are not late', () => {
    const { lateCancellation } = judgeAttendance({ code: '2', appointmentStart: '2027-10-31T09:30:00Z', patientContactAt: '2027-10-30T09:30:00+01:00' });
    expect(lateCancellation).toBe(false);
  });

  it.each([[null, START], [START, null], [START, 'yesterday'], ['2025-06-12T10:00:00', '2025-06-11T18:00:00Z']])(
    'says nothing of lateness when a time is unknown or cannot be read: %s, %s', (appointmentStart, patientContactAt) => {
      expect(judgeAttendance({ code: '2', appointmentStart, patientContactAt })).toMatchObject({ effectiveCode: '2', lateCancellation: null, finding: null });
    });

  it.each(['', '1', '8', '9', '05', ' 5', '５', 'toString', '__proto__'])('code "%s" is unknown', (code) => {
    expect(isAttendanceCode(code)).toBe(false);
    expect(judgeAttendance({ code }).finding).toBe('unknown-code');
  });

  it('never counts what the service cancelled, and always what was attended, whatever policy and times', () => {
    const time = fc.option(fc.integer({ min: -72, max: 72 }).map((hours) => new Date(Date.parse(START) + hours * 3_600_000).toISOString()));
    const policy = fc.record({ lateCancelHours: fc.nat(96), countLateCancellation: fc.boolean(), countDna: fc.boolean() }, { requiredKeys: [] });
    fc.assert(fc.property(fc.constantFrom(...Object.keys(ATTENDANCE_CODES)), time, time, policy, (code, appointmentStart, patientContactAt, own) => {
      const judged = judgeAttendance({ code, appointmentStart, patientContactAt, policy: own });
      if (code === '4' || code === '0') expect(judged.countsTowardAllowance).toBe(false);
      if (judged.category === 'attended') expect(judged.countsTowardAllowance).toBe(true);
      expect(judged.dnaRate === 'numerator').toBe(judged.category === 'did-not-attend');
      expect(judgeAttendance({ code: judged.effectiveCode!, appointmentStart, patientContactAt, policy: own })).toEqual({ ...judged, finding: null });
    }), { numRuns: 5_000 });
  });
});
