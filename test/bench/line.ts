// One kept-alive HTTP/1.1 connection that writes ready-made bytes and reads one answer at a time. Node's own client costs about as much
// as a bare server does; on two processors it would be measured in place of the server.
import net from 'node:net';

export interface Answer { status: number; body: string }

const END_OF_HEAD = Buffer.from('\r\n\r\n');

export class Line {
  private socket: net.Socket | undefined;
  private read: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: Answer): void; reject(cause: Error): void } | undefined;
  constructor(private readonly host: string, private readonly port: number) {}

  async open(): Promise<void> {
    const socket = net.connect({ host: this.host, port: this.port, noDelay: true });
    await new Promise<void>((resolve, reject) => { socket.once('connect', resolve); socket.once('error', reject); });
    const broken = (cause?: Error) => { this.socket = undefined; this.waiting?.reject(cause ?? new Error('the connection was closed')); this.waiting = undefined; };
    socket.on('data', (bytes) => this.take(bytes)).on('error', broken).on('close', () => broken());
    this.read = Buffer.alloc(0);
    this.socket = socket;
  }
  async ask(bytes: Buffer): Promise<Answer> {
    if (!this.socket) await this.open();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket!.write(bytes);
    });
  }
  close(): void { this.socket?.destroy(); }

  private take(bytes: Buffer): void {
    this.read = this.read.length === 0 ? bytes : Buffer.concat([this.read, bytes]);
    const end = this.read.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.read.toString('latin1', 0, end).toLowerCase();
    const body = bodyOf(head, this.read.subarray(end + 4));
    if (body === undefined) return;
    this.read = Buffer.alloc(0); // one request at a time: nothing can follow
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

/** The body when it is complete; chunks are left as they came, since nobody here reads them. */
function bodyOf(head: string, rest: Buffer): string | undefined {
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return rest.length >= Number(length) ? rest.toString('utf8') : undefined;
  if (head.includes('\r\ntransfer-encoding: chunked')) return rest.subarray(-5).equals(Buffer.from('0\r\n\r\n')) ? rest.toString('utf8') : undefined;
  return '';
}

/** The bytes of a request. */
export function bytesOf(ask: { method: string; path: string; headers?: Record<string, string>; body?: string }, host: string): Buffer {
  const body = ask.body ?? '';
  const headers = { host, ...(ask.body !== undefined && { 'content-type': 'application/json' }), 'content-length': String(Buffer.byteLength(body)), ...ask.headers };
  return Buffer.from(`${ask.method} ${ask.path} HTTP/1.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}
