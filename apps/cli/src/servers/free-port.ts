// Ports: whether one is free, and one that is.
import net from 'node:net';

/** True when nobody listens on the port of 127.0.0.1. */
export function portIsFree(port: number): Promise<boolean> {
  return listenOn(port).then((found) => found !== undefined);
}

/** A port that was free a moment ago, chosen by the operating system. */
export async function freePort(): Promise<number> {
  return (await listenOn(0))!;
}

function listenOn(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: found } = server.address() as net.AddressInfo;
      server.close(() => resolve(found));
    });
  });
}
