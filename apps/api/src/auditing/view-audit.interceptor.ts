// A view's row in the audit is committed before the answer leaves: whoever cannot be recorded is shown nothing.
import { applyDecorators, Inject, Injectable, SetMetadata, StreamableFile, UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { recordView, type Subject } from '#database';
import { concatMap, type Observable } from 'rxjs';
import type { Asked } from '../arriving/asked.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { AUDITED, type ViewMark } from './audit-marks.js';

@Injectable()
export class ViewAudit implements NestInterceptor {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const mark = Reflect.getMetadata(AUDITED, context.getHandler()) as ViewMark;
    const asked = context.switchToHttp().getRequest<Asked>();
    return next.handle().pipe(concatMap((answer: unknown) => this.recorded(mark, asked, answer)));
  }
  private async recorded(mark: ViewMark, asked: Asked, answer: unknown): Promise<unknown> {
    const { resource, fields, id, of } = mark;
    const subject = typeof of === 'function' ? { referrals: of(answer as never) } : { [of]: String(asked.params[of]) } as unknown as Subject;
    try {
      await recordView(this.surroundings.database, asked.staff, { event: typeof of === 'function' ? 'list' : 'view', resource, fields, outcome: 'shown', of: subject, ...(id && { resourceId: id(asked) }) });
      return answer;
    } catch (cause) {
      if (answer instanceof StreamableFile) answer.getStream().destroy();
      throw cause;
    }
  }
}
/** Marks a route that shows patients: each answer has its row in the audit. */
export const Audited = (mark: ViewMark) => applyDecorators(SetMetadata(AUDITED, mark), UseInterceptors(ViewAudit));
