// A second layer over histories that hold only ids, codes and instants anyway: AES-256-GCM on every payload. The namespace and the key's
// id are bound in, so that a payload moved to another namespace does not open.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const encoding = Buffer.from('binary/encrypted');
const nonceBytes = 12;
const tagBytes = 16;

/** The part of the key file that seals: AES-256 keys by id, and which of them seals what is new. */
export interface SealingKeys { current: string; keys: Record<string, Buffer> }

/** Seals with the current key, opens by the key id that a payload names. What is not sealed passes unchanged. Opening throws, naming the key, when the key is unknown or the bytes do not fit. */
export function payloadCodec(sealing: SealingKeys, namespace: string): PayloadCodec {
  const bound = (keyId: string) => Buffer.from(`${namespace}|${keyId}`);
  const keyOf = (keyId: string) => {
    const key = sealing.keys[keyId];
    if (!key) throw new Error(`A payload was sealed with the key "${keyId}", which the key file does not hold.`);
    return key;
  };
  return {
    async encode(payloads) { return payloads.map((payload) => seal(payload, sealing.current, keyOf(sealing.current), bound(sealing.current))); },
    async decode(payloads) {
      return payloads.map((payload) => {
        if (!encoding.equals(payload.metadata?.['encoding'] ?? Buffer.alloc(0))) return payload;
        const keyId = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString();
        return open(payload, keyId, keyOf(keyId), bound(keyId));
      });
    },
  };
}

function seal(payload: Payload, keyId: string, key: Buffer, bound: Buffer): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()]);
  return { metadata: { encoding, 'encryption-key-id': Buffer.from(keyId) }, data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) };
}

function open(payload: Payload, keyId: string, key: Buffer, bound: Buffer): Payload {
  const bytes = Buffer.from(payload.data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes)).setAAD(bound);
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return PayloadMessage.decode(Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]));
  } catch { throw new Error(`A payload sealed with the key "${keyId}" does not open: another namespace, another key, or altered bytes.`); }
}

/** Always the built file: the SDK and the workflow bundler load it by path. */
export const failureConverterPath = (): string => createRequire(import.meta.url).resolve('#conductor/failure-converter');

/** What client, worker and replay share. */
export const dataConverter = (sealing: SealingKeys, namespace: string): DataConverter =>
  ({ payloadCodecs: [payloadCodec(sealing, namespace)], failureConverterPath: failureConverterPath() });
