// Reads what was sent, after the gate has let it in: one strict JSON body within its limit, one query, both by the route's contract. A
// guard, not an interceptor: it lets in what has the right shape, and costs a request nothing else.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { shaped } from '#contracts';
import { headerOf, type Asked } from './asked.js';
import { badShape, fieldsWrong, tooLarge, wrongContentType } from './problems.js';
import { SAYS, type Said } from './route-marks.js';
import { NotStrictJson, readStrictJson } from './strict-json.js';
import type { z } from 'zod';

const MEGABYTE = 1_048_576;

@Injectable()
export class BodyReader implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const says = Reflect.getMetadata(SAYS, context.getHandler()) as Said | undefined;
    const asked = context.switchToHttp().getRequest<Asked>();
    asked.asked = readQuery(asked, says?.query);
    if (says?.body && !says.multipart) {
      asked.sent = await readBody(asked, says);
      asked.body = byContract(says.body, asked.sent);
    }
    return true;
  }
}

function readQuery(asked: Asked, contract: z.ZodObject | undefined): unknown {
  const query = asked.query as Record<string, unknown>;
  const repeated = Object.keys(query).find((name) => typeof query[name] !== 'string');
  if (repeated !== undefined) throw badShape('repeated-parameter', { fields: [repeated] });
  return contract ? byContract(contract, query) : {};
}
function byContract(contract: z.ZodType, sent: unknown): unknown {
  const read = shaped(contract, sent);
  if (read.wrong) throw fieldsWrong(read.wrong);
  return read.value;
}

async function readBody(asked: Asked, says: Said): Promise<unknown> {
  const limit = says.limit ?? MEGABYTE;
  const length = headerOf(asked, 'content-length');
  const isEmpty = length === '0' || (length === undefined && headerOf(asked, 'transfer-encoding') === undefined);
  if (isEmpty && says.bodyOptional) return {};
  mustBeJson(asked);
  if (Number(length ?? 0) > limit) throw tooLarge(limit);
  const bytes = await bytesOf(asked, limit);
  if (bytes.length === 0 && says.bodyOptional) return {};
  try { return readStrictJson(bytes); } catch (error) {
    if (error instanceof NotStrictJson) throw badShape(error.code, error.key === undefined ? {} : { fields: [error.key.slice(0, 200)] });
    throw error;
  }
}
/** `application/json`, UTF-8, not compressed: a packed body could be larger than it looks. */
function mustBeJson(asked: Asked): void {
  const type = headerOf(asked, 'content-type') ?? '';
  const encoding = headerOf(asked, 'content-encoding') ?? 'identity';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) || encoding !== 'identity') throw wrongContentType();
}
/** By events: an iterator over the request would cost more than reading it. */
function bytesOf(asked: Asked, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    asked.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= limit) { parts.push(part); return; }
      asked.pause().removeAllListeners('data'); // the answer closes the connection; what is still coming is not read
      reject(tooLarge(limit));
    });
    asked.once('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts, length)));
    asked.once('error', reject);
  });
}
