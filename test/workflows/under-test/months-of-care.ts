// A clinic at work on one referral through Temporal alone: whatever task is open is done by somebody who may, and between the tasks the
// conductor's clock is moved to what comes next. Used for courses of months and years.
import { randomUUID } from 'node:crypto';
import type { Command, ModalityCode, OpenTask, Referral, StrandPlan } from '#domain';
import { referralWorkflowId } from '../../../workflows/referral.messages.js';
import { skipTime, timeOf } from './skip-time.js';
import { carried, stateOf } from './through-temporal.js';
import type { Surroundings } from './worker-under-test.js';

const hour = 3_600_000;
const day = 24 * hour;
type Done = [by: string, command: Command];
export interface Plan { strand: StrandPlan; clinicianId: string; modality: ModalityCode; sessionEvery?: number; endsAfterDays?: number }

export class Care {
  /** What was done, in order. */
  readonly done: string[] = [];
  constructor(private readonly here: Surroundings, readonly referralId: string, private readonly plan: Plan) {}
  private get workflowId(): string { return referralWorkflowId(this.referralId); }
  state(): Promise<Referral> { return stateOf(this.here.database, this.referralId); }
  now(): Promise<number> { return timeOf(this.here.link, this.workflowId); }
  skip(ms: number): Promise<number> { return skipTime(this.here.link, this.workflowId, ms); }
  async act(by: string, command: Command): Promise<void> {
    await carried(this.here.link, this.referralId, by, command);
    this.done.push(command.act);
  }

  /** Goes on until `isEnough`, at most `steps` steps: does what can be done now, else lets time pass to the next appointment or task's day. */
  async goOnUntil(isEnough: (referral: Referral) => boolean, steps = 400): Promise<Referral> {
    for (let step = 0; step < steps; step++) {
      const referral = await this.state();
      if (isEnough(referral)) return referral;
      const now = await this.now();
      const next = this.nextAct(referral, now);
      if (next) await this.act(...next);
      else await this.skip(Math.max(this.waitFrom(referral, now), hour));
    }
    throw new Error(`not there after ${steps} steps: ${this.done.slice(-10).join(', ')}`);
  }

  private nextAct(referral: Referral, now: number): Done | undefined {
    for (const task of Object.values(referral.tasks)) {
      const done = this.doTask(referral, task, now);
      if (done) return done;
    }
    return undefined;
  }
  private waitFrom(referral: Referral, now: number): number {
    const booked = Object.values(referral.appointments).filter((one) => one.outcome === 'booked').map((one) => Date.parse(one.startsAt) + one.minutes * 60_000 - now);
    return booked.length > 0 ? Math.min(...booked) : day;
  }

  private doTask(referral: Referral, task: OpenTask, now: number): Done | undefined {
    const { clinicianId, strand } = this.plan;
    const noteId = randomUUID();
    const strandNo = task.strandNo ?? 1;
    switch (task.task) {
      case 'clinical-screen': case 'administrative-triage': return ['callum', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'low', optIn: false }];
      case 'obtain-nhs-number': return ['amina', { act: 'recordNhsNumber', identified: true }];
      case 'book-assessment': return ['amina', { act: 'bookAppointment', purpose: 'assessment', clinicianId: 'tomasz', startsAt: at(now + 3 * day), minutes: 50, mechanism: 'face-to-face' }];
      case 'record-attendance': return this.attendance(referral, task, now);
      case 'write-note': return [referral.appointments[task.appointmentNo!]!.clinicianId, { act: 'signNote', appointmentNo: task.appointmentNo!, noteId }];
      case 'complete-assessment': return ['tomasz', { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: [this.plan.modality], disciplines: [strand.discipline] }];
      case 'allocate': return ['helen', { act: 'allocateAtMdt', between: false, reason: 'best-match-of-competence', lead: 0, strands: [strand] }];
      case 'book-session': return this.booking(referral, strandNo, now);
      case 'mid-course-review': return [clinicianId, { act: 'recordReview', kind: 'mid-course', strandNo, outcome: 'continue' }];
      case 'plan-ending': return [clinicianId, { act: 'planEnding', strandNo }];
      case 'end-review': return [clinicianId, { act: 'recordReview', kind: 'end', strandNo, outcome: 'end' }];
      case 'periodic-review': return [clinicianId, { act: 'recordReview', kind: 'periodic', strandNo, outcome: 'continue' }];
      case 'check-in': return ['amina', { act: 'recordCheckIn', outcome: 'well' }];
      default: return undefined;
    }
  }
  private attendance(referral: Referral, task: OpenTask, now: number): Done | undefined {
    const one = referral.appointments[task.appointmentNo!]!;
    return Date.parse(one.startsAt) <= now ? [one.clinicianId, { act: 'recordAttendance', appointmentNo: one.no, code: '5' }] : undefined;
  }
  private booking(referral: Referral, strandNo: number, now: number): Done | undefined {
    const every = this.plan.sessionEvery ?? 7;
    const over = this.plan.endsAfterDays !== undefined && referral.strands[strandNo]?.startedAt !== undefined && now - Date.parse(referral.strands[strandNo]!.startedAt!) > this.plan.endsAfterDays * day;
    if (over) return undefined;
    return [this.plan.clinicianId, { act: 'bookAppointment', purpose: 'session', clinicianId: this.plan.clinicianId, startsAt: at(now + every * day), minutes: 50, mechanism: 'face-to-face', strandNo }];
  }
}
const at = (ms: number): string => new Date(Math.round(ms / 60_000) * 60_000).toISOString();
export const days = (count: number): number => count * day;
