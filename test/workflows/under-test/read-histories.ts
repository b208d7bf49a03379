// Everything Temporal keeps of a task queue's workflows, as its operators could read it: as it lies there, and opened with the key.
import type { Payload } from '@temporalio/common';
import { payloadCodec, type TemporalLink } from '#conductor';
import type { Surroundings } from './worker-under-test.js';

export interface Kept { workflowId: string; sealed: string; opened: string }

export async function readHistories({ link, settings }: Surroundings): Promise<Kept[]> {
  const ids = new Set<string>();
  for await (const one of link.client.workflow.list({ query: `TaskQueue = '${link.taskQueue}'` })) ids.add(one.workflowId);
  return Promise.all([...ids].map((workflowId) => readOne(link, workflowId, payloadCodec(settings.keys, link.namespace))));
}
async function readOne({ client }: TemporalLink, workflowId: string, codec: ReturnType<typeof payloadCodec>): Promise<Kept> {
  const handle = client.workflow.getHandle(workflowId);
  const [history, { raw }] = [await handle.fetchHistory(), await handle.describe()];
  const payloads: Payload[] = [];
  find({ history, raw }, payloads);
  const opened = await codec.decode(payloads);
  const lying = payloads.map((one) => Buffer.from(one.data ?? []).toString('latin1'));
  return { workflowId, sealed: [JSON.stringify({ history, raw }), ...lying].join('\n'), opened: opened.map((one) => Buffer.from(one.data ?? []).toString('utf8')).join('\n') };
}
function find(value: unknown, into: Payload[]): void {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return;
  if ('metadata' in value && 'data' in value && (value as Payload).metadata?.['encoding']) { into.push(value as Payload); return; }
  for (const part of Object.values(value)) find(part, into);
}
