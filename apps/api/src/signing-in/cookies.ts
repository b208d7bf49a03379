// The two cookies. Both belong to this host alone (`__Host-`), are for encrypted lines (browsers take them on this machine's own address
// too), and cannot be read by a script. The session's is Lax: no page elsewhere makes a browser send it with a change.
import { headerOf, type Asked } from '../arriving/asked.js';

export const SESSION_COOKIE = '__Host-handrail';
export const ERRAND_COOKIE = '__Host-handrail-sign-in';
export const ERRAND_SECONDS = 600;

const kept = (name: string, value: string, more = ''): string => `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${more}`;
export const sessionCookie = (secret: string): string => kept(SESSION_COOKIE, secret);
export const errandCookie = (sealed: string): string => kept(ERRAND_COOKIE, sealed, `; Max-Age=${ERRAND_SECONDS}`);
export const noCookie = (name: string): string => kept(name, '', '; Max-Age=0');

/** The one value of a cookie; undefined when it is missing, stands twice or has another form than ours. */
export function cookieOf(asked: Pick<Asked, 'headers'>, name: string): string | undefined {
  const values = (headerOf(asked, 'cookie') ?? '').split(';').map((one) => one.trim()).filter((one) => one.startsWith(`${name}=`)).map((one) => one.slice(name.length + 1));
  return values.length === 1 && /^[A-Za-z0-9_-]{20,2000}$/.test(values[0]!) ? values[0] : undefined;
}
