// People at work while things break: each takes referrals from receipt to a booked place on the list, one after the other, over HTTP, and
// writes down what was answered. What the notebook says was done is what the record must hold: once.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { madeUpReferral } from '../bench/people.js';
import type { Answered, Ask } from './asking.js';

export interface NotedAct { referralId: string; act: string; by: string; key: string }
export interface NotedClaim { taskId: string; by: string }
/** Everything that was answered with "done", and whatever was not expected. */
export interface Notebook {
  intakes: { sender: string; key: string; referralId: string }[];
  acts: NotedAct[];
  /** Tasks that are still held, by whoever claimed them. */
  held: NotedClaim[];
  claims: number;
  /** Requests whose first outcome was not known and that were settled by sending again. */
  settled: number;
  /** Answers that were neither "done" nor "later". */
  unexpected: string[];
  answeredAt: number[];
  /** Says `sent` at each request, so that a fault can be timed to fall into one. */
  sent: EventEmitter;
  slowestMs: number;
}
export const freshNotebook = (): Notebook => ({ intakes: [], acts: [], held: [], claims: 0, settled: 0, unexpected: [], answeredAt: [], sent: new EventEmitter(), slowestMs: 0 });

interface Seen extends Record<string, unknown> { tasks: { taskId: string; task: string }[] }

export class PersonAtWork {
  private going = true;
  readonly ended: Promise<void>;
  /** `restMs`: between two requests. */
  constructor(private readonly ask: Ask, private readonly notebook: Notebook, private readonly chance: () => number, private readonly restMs = 0) {
    this.ended = this.work();
  }
  /** Finishes the referral in hand. */
  stop(): Promise<void> { this.going = false; return this.ended; }

  private async work(): Promise<void> {
    for (let no = 1; this.going; no++) await this.oneReferral(no);
  }
  private async oneReferral(no: number): Promise<void> {
    const key = randomUUID();
    const received = await this.tell<{ referralId: string }>('/api/referrals', 'gp-system', key, { ...madeUpReferral(key), teamId: 'north-team' });
    if (!received) return;
    const { referralId } = received;
    this.notebook.intakes.push({ sender: 'gp-system', key, referralId });
    await this.claimTask(referralId, 'clinical-screen', 'ngozi');
    await this.act(referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E' });
    await this.claimTask(referralId, 'administrative-triage', 'amina');
    await this.act(referralId, 'accept-at-triage', 'amina', { urgency: 'routine', triageCode: 'E', pathway: 'assessment', optIn: false });
    for (let left = Math.floor(this.chance() * 6); left > 0; left--) await this.act(referralId, 'record-outcome-measure', 'ngozi', { measure: 'phq-9', total: left });
    await this.act(referralId, 'amend-referral', 'amina', { changed: ['contact'], note: `The telephone number of ${no} has changed.` });
    if (this.chance() < 0.25) return this.act(referralId, 'withdraw', 'amina', { by: 'patient' });
    const taskId = await this.claimTask(referralId, 'book-assessment', 'amina');
    if (taskId) this.notebook.held.push({ taskId, by: 'amina' });
  }
  private async act(referralId: string, act: string, by: string, body: object): Promise<void> {
    const key = randomUUID();
    if (await this.tell(`/api/referrals/${referralId}/acts/${act}`, by, key, body)) this.notebook.acts.push({ referralId, act, by, key });
  }
  private async claimTask(referralId: string, task: string, by: string): Promise<string | undefined> {
    const detail = await this.note(() => this.ask<Seen>('GET', `/api/referrals/${referralId}`, { as: by }), `GET ${task}`);
    const taskId = detail?.tasks.find((one) => one.task === task)?.taskId;
    if (!taskId) { this.notebook.unexpected.push(`no task ${task} on ${referralId}`); return undefined; }
    if (!await this.tell(`/api/tasks/${taskId}/claim`, by, randomUUID(), {})) return undefined;
    this.notebook.claims += 1;
    return taskId;
  }
  private tell<Body = Record<string, unknown>>(path: string, as: string, key: string, body: object): Promise<Body | undefined> {
    return this.note(() => this.ask<Body>('POST', path, { as, key, body }), path);
  }
  private async note<Body>(asking: () => Promise<Answered<Body>>, what: string): Promise<Body | undefined> {
    const { notebook } = this;
    await new Promise((resolve) => { setTimeout(resolve, this.restMs * (0.5 + this.chance())); });
    notebook.sent.emit('sent');
    try {
      const answer = await asking();
      if (answer.unsure) notebook.settled += 1;
      notebook.slowestMs = Math.max(notebook.slowestMs, answer.tookMs);
      if (answer.status !== 200 && answer.status !== 201) { notebook.unexpected.push(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`); return undefined; }
      notebook.answeredAt.push(performance.now());
      return answer.body;
    } catch (trouble) { notebook.unexpected.push(`${what}: ${(trouble as Error).message}`); return undefined; }
  }
}
