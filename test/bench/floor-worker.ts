// The floor's worker, a process of its own: the local activity is one transaction of an insert and an update.
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import type { FloorActivities } from './floor-workflow.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const activities: FloorActivities = {
  async act(id, words) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query({ name: 'insert', text: 'INSERT INTO floor_act (referral_id, words) VALUES ($1, $2)', values: [id, words] });
      const { rows: [row] } = await client.query<{ seq: number }>({ name: 'update', text: 'UPDATE floor_referral SET seq = seq + 1, words = $2 WHERE referral_id = $1 RETURNING seq', values: [id, words] });
      await client.query('COMMIT');
      return row!.seq;
    } finally { client.release(); }
  },
};
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } } });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS });
const worker = await Worker.create({ connection, taskQueue: 'floor', workflowsPath: fileURLToPath(new URL('./floor-workflow.js', import.meta.url)), activities, maxCachedWorkflows: 600 });
process.on('disconnect', () => { if (worker.getState() === 'RUNNING') worker.shutdown(); });
process.send?.('ready');
await worker.run();
process.exit(0);
