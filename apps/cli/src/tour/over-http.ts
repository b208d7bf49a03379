// Speaks to the API as one member of staff after the other, as a screen would: a token each, a key for each request.
import { randomUUID } from 'node:crypto';
import { routeOfAct } from '#contracts';
import { signDevelopmentToken } from '../token.js';
import type { Step, Underway } from './course.js';

/** The part of a referral's view that the tour speaks of. */
export interface Seen {
  referralId: string; reference: string; stage: string; stageName: string; ending: string | null; dischargeCode: string | null;
  nextStep: { name: string; queue: string; assignedTo: { name: string } | null; dueAt: string } | null;
  tasks: { taskId: string; task: string; assignedTo: { staffId: string } | null }[];
}
/** What the API answered, as far as the tour reads it. */
interface Said { code?: string; detail?: string; fields?: string[]; referral?: Seen }
export interface Answer { status: number; body: unknown }

export class Traveller {
  private readonly tokens = new Map<string, Promise<string>>();
  constructor(/** Without a closing slash. */ private readonly api: string, private readonly tokenKey: Uint8Array) {}

  async ask(by: string, method: string, route: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
    if (!this.tokens.has(by)) this.tokens.set(by, signDevelopmentToken(this.tokenKey, by));
    const answer = await fetch(`${this.api}${route}`, {
      method, headers: { authorization: `Bearer ${await this.tokens.get(by)!}`, ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': key }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
  private async mustAsk<Expected>(by: string, method: string, route: string, body?: unknown, key?: string): Promise<Expected> {
    const { status, body: answer } = await this.ask(by, method, route, body, key);
    const said = answer as Said | undefined;
    if (status >= 300) throw new Error(`${by} asked ${method} ${route} and was told ${status} ${said?.code ?? ''}: ${said?.detail ?? ''}${said?.fields ? ` (${said.fields.join(', ')})` : ''}`);
    return answer as Expected;
  }

  /** Sends a referral; answers its receipt. */
  receive(by: string, intake: Record<string, unknown>): Promise<{ referralId: string; reference: string; flags: string[] }> { return this.mustAsk(by, 'POST', '/api/referrals', intake); }
  see(by: string, referralId: string): Promise<Seen> { return this.mustAsk(by, 'GET', `/api/referrals/${referralId}`); }

  /** Claims the step's task where it has one, and does the act. Answers the referral as it is then. */
  async take(step: Step, underway: Underway, key?: string): Promise<Seen> {
    if (step.claims) await this.claimFor(step.by, underway.referralId, step.claims);
    const { referral } = await this.mustAsk<{ referral: Seen | null }>(step.by, 'POST', `/api/referrals/${underway.referralId}/acts/${routeOfAct(step.act)}`, bodyOf(step, underway), key);
    return referral ?? this.see('amina', underway.referralId); // who refers does not see inside; the secretary does
  }
  /** Claims the open task of this kind, as from its queue. */
  async claimFor(by: string, referralId: string, kind: string): Promise<void> {
    const task = (await this.see(by, referralId)).tasks.find((one) => one.task === kind);
    if (!task) throw new Error(`The tour expected the task ${kind}, which is not open.`);
    if (task.assignedTo?.staffId !== by) await this.mustAsk(by, 'POST', `/api/tasks/${task.taskId}/claim`, {});
  }
}

/** The body of a step's route: what the command says, and the words beside it. */
export const bodyOf = (step: Step, underway: Underway): Record<string, unknown> =>
  ({ ...(typeof step.body === 'function' ? step.body(underway) : step.body), ...(step.note && { note: step.note }) });
