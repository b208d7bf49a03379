// A real SMTP server on this machine that keeps what it is sent, or says no.
import { SMTPServer } from 'smtp-server';

export interface Received { to: string[]; text: string }
export interface MailServer { url: string; received: Received[]; refused: number; /** Answers every message with this code; undefined takes it. */ answer(code: 451 | 550 | undefined): void; close(): Promise<void> }

export async function openMailServer(): Promise<MailServer> {
  let code: number | undefined;
  const received: Received[] = [];
  const counts = { refused: 0 };
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => { chunks.push(chunk); });
      stream.on('end', () => {
        if (code !== undefined) { counts.refused++; done(Object.assign(new Error('not now'), { responseCode: code })); return; }
        received.push({ to: session.envelope.rcptTo.map((one) => one.address), text: plain(Buffer.concat(chunks).toString('utf8')) });
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const listening = server.listen(0, '127.0.0.1', () => { resolve((listening.address() as { port: number }).port); });
  });
  return {
    url: `smtp://127.0.0.1:${port}`, received, get refused() { return counts.refused; },
    answer(next) { code = next; }, close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }),
  };
}
/** Undoes quoted-printable, as a reader's mail program does. */
const plain = (message: string): string => Buffer.from(
  message.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
