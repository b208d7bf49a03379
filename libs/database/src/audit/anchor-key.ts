// The key that signs anchors: Ed25519, in a file of its own that never lies where the database's files lie. Whoever verifies needs its
// public half alone; either file will do for that.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface AnchorKey { /** First half of the SHA-256 of the public key, in hexadecimal. */ id: string; publicKey: KeyObject; privateKey?: KeyObject }

/** Reads a private or a public key as PEM. Throws one sentence for anything else. */
export function loadAnchorKey(path: string): AnchorKey {
  let text: string;
  try { text = readFileSync(path, 'utf8'); } catch { throw new Error(`The anchor key ${path} cannot be read.`); }
  try {
    const privateKey = /PRIVATE KEY/.test(text) ? createPrivateKey(text) : undefined;
    const publicKey = createPublicKey(privateKey ?? text);
    if (publicKey.asymmetricKeyType !== 'ed25519') throw new Error('another kind');
    return { id: createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 32), publicKey, ...(privateKey && { privateKey }) };
  } catch { throw new Error(`The anchor key ${path} must hold one Ed25519 key as PEM.`); }
}
/** The text of a fresh private key's file; the public half follows from it. */
export const newAnchorKeyFile = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
