// Mail by SMTP. The message id follows from the delivery, so that a letter sent twice after a crash shows as one.
import { createTransport, type Transporter } from 'nodemailer';
import type { Composed } from './compose-letter.js';

export interface Mail { send(deliveryId: string, to: string, letter: Composed): Promise<void>; close(): void }
/** The mail server said no for good: another attempt would be answered the same. */
export class MailRefused extends Error {
  constructor(readonly code: string) { super(code); this.name = 'MailRefused'; }
}

/** Mail through the server that `url` names (smtp:// or smtps://). */
export function openMail(url: string, from: string): Mail {
  const transport: Transporter = createTransport(url, { from, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as never);
  return {
    async send(deliveryId, to, { subject, text }) {
      try { await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${deliveryId}@${from.split('@')[1]?.replace(/>$/, '') ?? 'handrail'}>` }); }
      catch (trouble) {
        const { responseCode } = trouble as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= 500) throw new MailRefused(`smtp-${responseCode}`);
        throw trouble;
      }
    },
    close: () => transport.close(),
  };
}
/** A code for the record, never the server's words, which may name people. */
export const mailTroubleCode = (trouble: unknown): string => {
  const { responseCode, code } = trouble as { responseCode?: number; code?: string };
  return responseCode ? `smtp-${responseCode}` : `mail-${(code ?? 'failed').toLowerCase()}`;
};
