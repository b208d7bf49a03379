// The one filter: whatever goes wrong leaves as problem+json. Expected problems as they are, an outage as 503, anything else as a
// defect with a reference number that stands in the log too.
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Outage, Refused, ReusedCommand } from '#database';
import type { Problem } from '#contracts';
import type { Response } from 'express';
import { randomBytes } from 'node:crypto';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import type { Asked } from './asked.js';
import { isDenial, noteDenial } from '../auditing/denials.js';
import { IssuerAway } from '../signing-in/issuer.js';
import { badShape, incomplete, issuerAway, ProblemFound, recordAway, tooLarge, unknown, wrongContentType } from './problems.js';
import { refusalProblem } from './refusal-problem.js';
import { methodsAt } from './route-table.js';

interface Found { problem: Problem; headers: Record<string, string> }

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const response = host.switchToHttp().getResponse<Response>();
    const asked = host.switchToHttp().getRequest<Asked>();
    const found = await this.recorded(this.problemFor(error, asked), asked);
    if (response.headersSent) { response.destroy(); return; }
    response.removeHeader('etag');
    for (const [name, value] of Object.entries(found.headers)) response.setHeader(name, value);
    response.status(found.problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(found.problem));
  }

  /** A denial stands in the audit before it is said. */
  private async recorded(found: Found, asked: Asked): Promise<Found> {
    if (!isDenial(found.problem, asked)) return found;
    return noteDenial(this.surroundings.database, asked, found.problem).then(() => found, (cause: unknown) => this.problemFor(cause, asked));
  }

  private problemFor(error: unknown, asked: Asked): Found {
    if (error instanceof ProblemFound) return error;
    if (error instanceof Refused) return refusalProblem(error.refusal);
    if (error instanceof ReusedCommand) return incomplete('key-reused');
    if (error instanceof Outage) {
      this.surroundings.log.error({ code: codeOf(error.cause) }, 'record away');
      return recordAway();
    }
    if (error instanceof IssuerAway) {
      this.surroundings.log.error({ code: 'issuer-away' }, 'issuer away');
      return issuerAway();
    }
    return this.ofFramework(error, asked) ?? this.defect(error);
  }

  /** What Express and Nest say themselves: no such route, a path that cannot be read, a wrong upload. */
  private ofFramework(error: unknown, asked: Asked): ProblemFound | undefined {
    if (error instanceof HttpException && error.getStatus() === 404) {
      const methods = methodsAt(this.surroundings.routes, asked.path);
      if (methods.length === 0) return unknown('no-such-address');
      return new ProblemFound('bad-shape', 'method-not-allowed', { status: 405 }, { allow: methods.join(', ') });
    }
    const http = error instanceof HttpException ? error.getStatus() : (error as { status?: number }).status;
    if (http === 413) return tooLarge(0);
    if (http === 415) return wrongContentType();
    return typeof http === 'number' && http >= 400 && http < 500 ? badShape('no-such-address') : undefined;
  }

  private defect(error: unknown): ProblemFound {
    const reference = randomBytes(6).toString('hex');
    const { name, stack } = error as Error;
    // A message may quote what was sent; the stack's places do not.
    this.surroundings.log.error({ reference, name, code: codeOf(error), at: stack?.split('\n').filter((line) => line.startsWith('    at ')).slice(0, 8) }, 'defect');
    return new ProblemFound('defect', 'defect', { reference });
  }
}
const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
