// A TCP line to the database that a spec can cut and mend: what the API sees when the database goes away in the middle.
import net from 'node:net';

export interface CuttableLine { url: string; cut(): void; mend(): void; close(): Promise<void> }

/** Listens on a free port and passes everything on to the server of `url`. */
export async function cuttableLine(url: string): Promise<CuttableLine> {
  const target = new URL(url);
  const open = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) { near.destroy(); return; }
    const far = net.connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => { open.delete(socket); near.destroy(); far.destroy(); });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as net.AddressInfo).port);
  const cutAll = () => { for (const socket of open) socket.destroy(); };
  return {
    url: through.href, cut: () => { isCut = true; cutAll(); }, mend: () => { isCut = false; },
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); cutAll(); }),
  };
}
