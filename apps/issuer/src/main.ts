// The development issuer as a process of its own: whoever clicks a name is that person, so it runs on this machine only and never in
// production. The API finds it like any other issuer.
import { startIssuer, type IssuerOrder, type Person } from './issuer.js';

async function start(): Promise<void> {
  const { HANDRAIL_MODE, PORT, HANDRAIL_ADDRESS, HANDRAIL_CLIENT_ID, HANDRAIL_CLIENT_SECRET, HANDRAIL_ISSUER_PEOPLE, HANDRAIL_ISSUER_SYSTEMS } = process.env;
  if (HANDRAIL_MODE === 'production') throw new Error('the development issuer does not run in production.');
  const issuer = await startIssuer({
    port: Number(PORT), address: needed(HANDRAIL_ADDRESS, 'HANDRAIL_ADDRESS'), people: JSON.parse(needed(HANDRAIL_ISSUER_PEOPLE, 'HANDRAIL_ISSUER_PEOPLE')) as Person[],
    ...(HANDRAIL_ISSUER_SYSTEMS && { systems: JSON.parse(HANDRAIL_ISSUER_SYSTEMS) as IssuerOrder['systems'] }),
    client: { id: needed(HANDRAIL_CLIENT_ID, 'HANDRAIL_CLIENT_ID'), secret: needed(HANDRAIL_CLIENT_SECRET, 'HANDRAIL_CLIENT_SECRET') },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void issuer.close().then(() => process.exit(0)));
}
function needed(value: string | undefined, name: string): string {
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
start().catch((cause: Error) => { console.error(`The development issuer did not start: ${cause.message}`); process.exit(1); });
