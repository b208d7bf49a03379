// Health of the worker on a small port. It is healthy while it lives: a Temporal or a database that is away is shown, not punished with
// a restart, because the worker waits for both.
import { createServer, type Server } from 'node:http';

export interface Health {
  stage: 'starting' | 'running' | 'stopping';
  temporal: 'ok' | 'away';
  database: 'ok' | 'away';
  /** Referrals whose conductor has not heard of the last act; 1001 means more than 1,000. */
  behind: number;
  /** Is the audit anchored? `off`: nobody said where to; `lost`: rows that were anchored are gone. */
  anchors: 'off' | 'ok' | 'away' | 'lost';
}
export const atFirst = (): Health => ({ stage: 'starting', temporal: 'away', database: 'away', behind: 0, anchors: 'off' });

/** GET /health answers 200 with the health as JSON. Returns the server, listening. */
export async function serveHealth(health: Readonly<Health>, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === '/health' && (request.method === 'GET' || request.method === 'HEAD');
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(found && request.method === 'GET' ? JSON.stringify(health) : undefined);
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(port, host, resolve); });
  return server;
}
