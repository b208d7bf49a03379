// Ports: whether one is free, and one that is.
import { randomInt } from 'node:crypto';
import net from 'node:net';

/** True when nobody listens on the port of 127.0.0.1. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port that was free a moment ago, chosen at random below those that the system gives to outgoing connections: one of
 * these could be taken by any connection of anybody before we listen on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (await portIsFree(port)) return port;
  }
}
