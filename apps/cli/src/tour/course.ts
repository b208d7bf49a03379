// The course of a made-up referral as a list of acts: who does what, in one sentence each. Pure: the tour carries it out over HTTP, the
// tests over HTTP and through Temporal.
import type { ActBody, ActRouteName } from '#contracts';
import type { TaskType } from '#domain';

/** What a step may need to know that is only known on the way. */
export interface Underway { referralId: string; firstReferralId: string }
export interface Step<Act extends ActRouteName = ActRouteName> {
  says: string;
  /** Staff id of the demonstration service. */
  by: string;
  act: Act;
  body: Record<string, unknown> | ((underway: Underway) => Record<string, unknown>);
  note?: string;
  /** The task in a queue that this person claims first. */
  claims?: TaskType;
}

const WEEK_MS = 7 * 86_400_000;
const SESSIONS = 6;

/** Writes a course step by step. The referral is dated `weeks` back, so that its appointments lie in the past and can be recorded. */
export class Course {
  readonly steps: Step[] = [];
  readonly receivedAt: string;
  private appointments = 0;
  private seen: number;

  constructor(now: number, weeks = 0, /** How often it is received; the last one is taken the whole way. */ readonly received = 1) {
    this.seen = now - weeks * WEEK_MS;
    this.receivedAt = new Date(this.seen).toISOString();
  }

  /** One act. `how`: the words of its note, the task that is claimed for it. */
  does<Act extends ActRouteName>(by: string, says: string, act: Act, body: ActBody<Act> | ((underway: Underway) => ActBody<Act>), how: { note?: string; claims?: TaskType } = {}): this {
    this.steps.push({ says, by, act, body: body as Step['body'], ...how });
    return this;
  }

  screened(riskLevel: 'low' | 'moderate' = 'low'): this {
    return this.does('ngozi', `The duty clinician screens for risk: ${riskLevel}.`, 'recordClinicalScreen', { riskLevel, triageCode: riskLevel === 'low' ? 'E' : 'D' }, { claims: 'clinical-screen', note: 'Telephone screen. Supported by a sister; no plans.' });
  }
  accepted(): this {
    return this.screened().does('amina', 'The secretary accepts the referral and asks the patient to opt in.', 'acceptAtTriage', { urgency: 'routine', triageCode: 'E', pathway: 'assessment' }, { claims: 'administrative-triage' });
  }
  optedIn(): this { return this.accepted().does('amina', 'The patient rings to opt in.', 'recordOptIn', {}, { claims: 'opt-in-awaited' }); }

  /** Books the assessment for the next free week; `code`: what came of it. */
  assessment(code: '5' | '3', says: string, anotherSession?: boolean): this {
    this.seen += 2 * WEEK_MS;
    const appointmentNo = (this.appointments += 1);
    return this.does('amina', 'The secretary books an assessment.', 'bookAppointment', { purpose: 'assessment', clinicianId: 'tomasz', startsAt: new Date(this.seen).toISOString(), minutes: 50, mechanism: 'face-to-face' }, { claims: 'book-assessment' })
      .does('tomasz', says, 'recordAttendance', { appointmentNo, code, ...(anotherSession && { anotherSession }) });
  }
  assessed(anotherSession?: boolean): this {
    return this.optedIn().assessment('5', `The patient comes to the assessment${anotherSession ? '; one more session is needed' : ''}.`, anotherSession)
      .does('tomasz', 'The psychologist signs the note.', 'signNote', { appointmentNo: this.appointments }, { note: 'Low mood since redundancy; hopes to work again.' });
  }
  /** The outcome of the assessment; without treatment it leads to a discharge. */
  assessedAs(outcome: 'offer-treatment' | 'refer-onward' | 'discharge', says: string): this {
    return this.assessed().does('tomasz', says, 'recordAssessmentOutcome', { outcome, riskLevel: 'low', modalities: outcome === 'offer-treatment' ? ['cbt'] : [], disciplines: outcome === 'offer-treatment' ? ['high-intensity-therapist'] : [] }, { note: 'Needs and wishes as discussed.' });
  }
  allocated(): this {
    return this.assessedAs('offer-treatment', 'The psychologist suggests cognitive behavioural therapy.')
      .does('helen', 'The MDT meeting allocates six sessions to the high-intensity therapists.', 'allocateAtMdt', { between: false, reason: 'best-match-of-competence', lead: 0, strands: [{ discipline: 'high-intensity-therapist', modality: 'cbt', format: 'individual', sessions: SESSIONS }] }, { claims: 'allocate' })
      .does('mei', 'A therapist takes the patient on from her discipline’s queue.', 'takeOnStrand', { strandNo: 1 }, { claims: 'take-on-strand' });
  }
  /** One weekly session of the strand; attended ones have their note. */
  session(code: '5' | '3' = '5', says = 'The patient comes'): this {
    this.seen += WEEK_MS;
    const appointmentNo = (this.appointments += 1);
    this.does('mei', `Session ${appointmentNo - 1} is booked.`, 'bookAppointment', { purpose: 'session', clinicianId: 'mei', startsAt: new Date(this.seen).toISOString(), minutes: 50, mechanism: 'video', strandNo: 1 }, { claims: 'book-session' })
      .does('mei', `${says}${code === '5' ? ` to session ${appointmentNo - 1}` : ''}.`, 'recordAttendance', { appointmentNo, code });
    return code === '5' ? this.does('mei', 'The therapist signs the note.', 'signNote', { appointmentNo }, { note: 'Thought record reviewed; homework agreed.' }) : this;
  }
  sessions(count: number): this { for (let no = 0; no < count; no += 1) this.session(); return this; }

  /** The clinician decides after a non-attendance of the last appointment. */
  afterNonAttendance(by: string, decision: 'offer-again' | 'end-care', says: string): this {
    return this.does(by, says, 'decideAfterNonAttendance', { appointmentNo: this.appointments, decision, riskChecked: true, vulnerabilityChecked: true, contactAttempted: true }, { note: 'Rang twice, left no message. No new risk known.', claims: 'decide-after-non-attendance' });
  }
  /** The whole course of therapy with its reviews, two more sessions and the last scores. */
  treated(): this {
    return this.allocated().sessions(3)
      .does('mei', 'Half-way, therapist and patient look at how it goes: on.', 'recordReview', { kind: 'mid-course', strandNo: 1, outcome: 'continue' }, { claims: 'mid-course-review', note: 'Sleep is better.' })
      .session()
      .does('mei', 'Two sessions are left: the therapist asks for two more.', 'requestExtension', { strandNo: 1, sessions: 2, reason: 'slow-engagement' }, { note: 'One more crisis in between.' })
      .does('judith', 'The team lead approves them: nobody extends their own therapy.', 'decideExtension', { strandNo: 1, approved: true }, { claims: 'decide-extension' })
      .sessions(2)
      .does('mei', 'The ending is planned with the patient.', 'planEnding', { strandNo: 1 }, { claims: 'plan-ending' })
      .sessions(2)
      .does('mei', 'The last PHQ-9 is 6.', 'recordOutcomeMeasure', { measure: 'phq-9', total: 6, riskItem: 0 })
      .does('mei', 'The end review says: done.', 'recordReview', { kind: 'end', strandNo: 1, outcome: 'end' }, { claims: 'end-review', note: 'Goals met.' });
  }
  /** Discharge with its national code, the summary to the GP, and a follow-up contact where there was a therapy. */
  discharged(by: string, code: ActBody<'discharge'>['code'], says: string, followUpOn?: string): this {
    const treated = this.steps.some((step) => step.act === 'allocateAtMdt' && this.appointments > 1);
    this.does(by, says, 'discharge', { code, riskLevel: 'low', ...(followUpOn && { followUpOn }), ...(treated && !followUpOn && { scoresUnavailable: true }) }, { note: 'Knows whom to call.' })
      .does('amina', 'The secretary sends the discharge summary to the GP, with a copy for the patient.', 'sendDischargeSummary', {}, { claims: 'send-discharge-summary', note: 'Summary as agreed with the patient.' });
    return followUpOn ? this.does(by, 'The follow-up call: the patient is well.', 'recordFollowUpContact', { outcome: 'well' }, { claims: 'follow-up-contact' }) : this;
  }
}
