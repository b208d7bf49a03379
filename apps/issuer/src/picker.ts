// The page on which a person of the demonstration is picked, with how strong their sign-in shall look.
import type { IncomingMessage } from 'node:http';
import type { Person } from './issuer.js';

const LONGEST_FORM = 4_096;
const html = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** Plain HTML; works without scripts and by keyboard. */
export function pickerPage(people: readonly Person[]): string {
  const rows = people.map(({ staffId, name, roles }) => `<li><button name="person" value="${html(staffId)}">${html(name)}</button> ${html(roles.join(', '))}</li>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Who are you?</title><meta name="viewport" content="width=device-width">
<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}ul{list-style:none;padding:0}button{font:inherit;min-width:14rem;text-align:left}</style></head>
<body><h1>Who are you?</h1><p>The development issuer asks for no password. It runs on this machine only and never in production.</p>
<form method="post"><p><label>Level (acr) <input name="acr" value="aal3"></label> <label>Means (amr) <input name="amr" value="pwd mfa"></label></p><ul>${rows.join('\n')}</ul></form></body></html>\n`;
}

/** What was picked. Throws one sentence when it is nobody of the list. */
export async function readPick(request: IncomingMessage, people: readonly Person[]): Promise<{ accountId: string; acr: string; amr: string[] }> {
  let text = '';
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString('utf8');
    if (text.length > LONGEST_FORM) throw new Error('That is too long.');
  }
  const form = new URLSearchParams(text);
  const person = people.find(({ staffId }) => staffId === form.get('person'));
  if (!person) throw new Error('Nobody of that name is in the list.');
  return { accountId: person.staffId, acr: form.get('acr') || 'aal3', amr: (form.get('amr') ?? 'pwd mfa').split(/\s+/).filter(Boolean) };
}
