import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPublicKey } from 'node:crypto';
import { loadAnchorKey, loadKeys, newAnchorKeyFile, openDatabase, readAnchors, type Database } from '#database';
import { Anchoring } from '../../apps/worker/src/anchoring/anchoring.js';
import { atFirst } from '../../apps/worker/src/health.js';
import { openLog } from '../../apps/worker/src/log.js';
import { readSettings } from '../../apps/worker/src/settings.js';
import { auditedRecord, oneLookedAt, receive, type AuditedRecord } from './audited-record.js';

let record: AuditedRecord;
let worker: Database;
let folder: string;
const lines: string[] = [];
beforeAll(async () => {
  record = await auditedRecord();
  await oneLookedAt(record.database, 3);
  worker = await openDatabase({ url: record.fresh.workerUrl, keys: loadKeys(), poolSize: 2 });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-worker-'));
}, 60_000);
afterAll(async () => { await worker.close(); await record.close(); fs.rmSync(folder, { recursive: true, force: true }); });
const anchoring = (anchors: { file: string; key: AuditedRecord['key'] } | undefined, health = atFirst()) =>
  ({ health, it: new Anchoring({ database: worker, anchors, health, log: openLog({ write: (line) => { lines.push(line); } }) }) });

describe('the worker', () => {
  it('anchors the audit when it comes up and once more when it goes down', async () => {
    const { it: one, health } = anchoring({ file: record.anchorFile, key: record.key });
    one.start();
    while ((await readAnchors(record.anchorFile, record.key)).lines === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
    await receive(record.database);
    await one.stop();
    const { anchors, wrong } = await readAnchors(record.anchorFile, record.key);
    expect([wrong, anchors.length, anchors[0]!.heads.length]).toEqual([[], 2, 64]);
    expect(health.anchors).toBe('ok');
    expect(await record.verify()).toMatchObject({ found: 0, rowsBeyondTheLastAnchor: 0 });
  });
  it('says so, goes on and tries again when the place of the anchors cannot be written', async () => {
    fs.writeFileSync(path.join(folder, 'a-file'), '');
    const { it: one, health } = anchoring({ file: path.join(folder, 'a-file', 'anchors.jsonl'), key: record.key });
    one.start();
    await one.stop();
    expect(health.anchors).toBe('away');
    expect(lines.join()).toContain('the audit was not anchored; tried again in a minute');
  });
  it('says that it does not anchor when nobody said where to', async () => {
    const { it: one, health } = anchoring(undefined);
    one.start();
    await one.stop();
    expect([health.anchors, lines.join().includes('the audit is not anchored')]).toEqual(['off', true]);
  });

  describe('does not start', () => {
    const env = (): NodeJS.ProcessEnv => ({ DATABASE_URL: 'postgres://127.0.0.1/x', HANDRAIL_KEYS: process.env.HANDRAIL_KEYS, HANDRAIL_WORKFLOW_BUNDLE: 'x', HANDRAIL_PRINT_FOLDER: 'x', TEMPORAL_ALLOW_CLEAR: 'yes' });
    const keyFile = (): string => {
      const file = path.join(folder, 'anchor-key.pem');
      if (!fs.existsSync(file)) fs.writeFileSync(file, newAnchorKeyFile());
      return file;
    };
    it('in production without a place for anchors and a key to sign them', () => {
      expect(() => readSettings({ ...env(), HANDRAIL_MODE: 'production' })).toThrow('HANDRAIL_ANCHORS and HANDRAIL_ANCHOR_KEY must both be set');
      expect(readSettings({ ...env(), HANDRAIL_MODE: 'production', HANDRAIL_ANCHORS: 'x', HANDRAIL_ANCHOR_KEY: keyFile() }).anchors!.file).toBe('x');
    });
    it('with one of the two', () => { expect(() => readSettings({ ...env(), HANDRAIL_ANCHORS: 'x' })).toThrow('must both be set'); });
    it('with a key that cannot sign, or is none', () => {
      const half = path.join(folder, 'public.pem');
      fs.writeFileSync(half, createPublicKey(fs.readFileSync(keyFile(), 'utf8')).export({ type: 'spki', format: 'pem' }));
      expect(() => readSettings({ ...env(), HANDRAIL_ANCHORS: 'x', HANDRAIL_ANCHOR_KEY: half })).toThrow('must name the private key');
      expect(loadAnchorKey(half).id).toBe(loadAnchorKey(keyFile()).id);
      fs.writeFileSync(half, 'no key at all');
      expect(() => readSettings({ ...env(), HANDRAIL_ANCHORS: 'x', HANDRAIL_ANCHOR_KEY: half })).toThrow('must hold one Ed25519 key as PEM');
      expect(() => loadAnchorKey(path.join(folder, 'nowhere'))).toThrow('cannot be read');
    });
  });
});
