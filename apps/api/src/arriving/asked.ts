// A request as the controllers see it, after the gate and the body reader.
import type { Request } from 'express';
import type { Session, StaffRow } from '#database';

export interface Asked extends Request {
  /** Who asks. Set by the gate on every route that is not open. */
  staff: StaffRow;
  /** Their session; undefined for whoever asks with a token. */
  session?: Session;
  /** The JSON body exactly as it was sent; `body` is what the contract read in it. */
  sent: unknown;
  /** The query as its contract read it. */
  asked: unknown;
}
/** One header; undefined when it is missing. */
export const headerOf = (request: Pick<Request, 'headers'>, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
