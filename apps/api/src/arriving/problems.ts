// Problems are thrown where they are found and turned into problem+json by the one filter.
import { apiSentences, problemKinds, type ApiCode, type Problem, type ProblemKind, type WrongField } from '#contracts';
import { refusalSentences, type RefusalCode } from '#domain';

export type Code = ApiCode | RefusalCode;
const sentenceOf = (code: Code): string => (code in apiSentences ? apiSentences[code as ApiCode] : refusalSentences[code as RefusalCode]);
type More = Partial<Omit<Problem, 'type' | 'code'>>;

/** An expected answer other than the one that was hoped for. */
export class ProblemFound extends Error {
  readonly problem: Problem;
  constructor(kind: ProblemKind, code: Code, more: More = {}, readonly headers: Record<string, string> = {}) {
    super(code);
    this.name = 'ProblemFound';
    const { status, title } = problemKinds[kind];
    this.problem = { type: `/problems/${kind}`, title, status, code, detail: sentenceOf(code), ...more };
  }
}

export const badShape = (code: ApiCode, more: More = {}): ProblemFound => new ProblemFound('bad-shape', code, more);
export const fieldsWrong = (errors: WrongField[]): ProblemFound => badShape('fields-wrong', { errors });
export const tooLarge = (limit: number): ProblemFound => new ProblemFound('bad-shape', 'too-large', { status: 413, detail: `The body is too large; at most ${limit} bytes are read.` }, { connection: 'close' });
export const wrongContentType = (code: ApiCode = 'wrong-content-type'): ProblemFound => new ProblemFound('bad-shape', code, { status: 415 }, { connection: 'close' });
export const notSignedIn = (code: Code): ProblemFound => new ProblemFound('not-signed-in', code, {}, { 'www-authenticate': 'Bearer realm="handrail"' });
export const notYours = (code: Code, more: More = {}): ProblemFound => new ProblemFound('not-yours', code, more);
export const unknown = (code: Code): ProblemFound => new ProblemFound('unknown', code);
export const notNow = (code: Code, more: More = {}): ProblemFound => new ProblemFound('not-now', code, more);
export const incomplete = (code: Code, more: More = {}): ProblemFound => new ProblemFound('incomplete', code, more);
export const tooMuch = (seconds = 1): ProblemFound => new ProblemFound('outage', 'too-much-at-once', { status: 429, title: 'Too much at once' }, { 'retry-after': String(seconds) });
export const issuerAway = (): ProblemFound => new ProblemFound('outage', 'issuer-away', { title: 'Nobody can sign in now; it is safe to try again' }, { 'retry-after': '10' });
export const recordAway = (): ProblemFound => new ProblemFound('outage', 'record-away', {}, { 'retry-after': '2' });
