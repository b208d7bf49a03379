// What a browser does with cookies, redirects and the headers of its own pages; no scripts, no screen.
export interface Seen { status: number; headers: Headers; text: string; body: any; address: string }
type Check = (method: string, route: string, answer: { status: number; mediaType: string; body: unknown }) => void;

export class Browser {
  /** By host and port: cookies belong to a host, and two servers of one machine must not be taken for one here. */
  readonly jars = new Map<string, Map<string, string>>();
  csrfToken?: string;
  constructor(readonly address: string, private readonly check: Check) {}

  /** One request, no redirect followed. Absolute address, or a path of the API. */
  async ask(method: string, where: string, more: { body?: string; headers?: Record<string, string> } = {}): Promise<Seen> {
    const address = new URL(where, this.address);
    const jar = this.jars.get(address.host) ?? new Map<string, string>();
    this.jars.set(address.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { method, redirect: 'manual', body: more.body, headers: { 'user-agent': 'a browser of the tests', ...(cookie && { cookie }), ...more.headers } });
    for (const line of answer.headers.getSetCookie()) keep(jar, line);
    const text = await answer.text();
    const [mediaType = ''] = (answer.headers.get('content-type') ?? '').split(';');
    const body: unknown = /json/.test(mediaType) && text !== '' ? JSON.parse(text) : undefined;
    if (address.origin === this.address && body !== undefined) this.check(method, address.pathname, { status: answer.status, mediaType, body });
    return { status: answer.status, headers: answer.headers, text, body, address: address.href };
  }
  /** Follows redirects until something is shown; stops before `until`. */
  async go(where: string, until = /^$/): Promise<Seen> {
    let seen = await this.ask('GET', where);
    for (let steps = 0; steps < 10 && seen.status >= 301 && seen.status <= 303; steps++) {
      const next = new URL(seen.headers.get('location')!, seen.address).href;
      if (until.test(next)) return { ...seen, address: next };
      seen = await this.ask('GET', next);
    }
    return seen;
  }
  /** Picks a person at the development issuer and stops at the address that leads back. */
  async pick(person: string, { query = '', acr = 'aal3', amr = 'pwd mfa' } = {}): Promise<string> {
    const page = await this.go(`/api/sign-in${query}`);
    if (!page.text.includes(`value="${person}"`)) throw new Error(`no picker: ${page.status} ${page.text.slice(0, 300)}`);
    const picked = await this.ask('POST', page.address, { body: new URLSearchParams({ person, acr, amr }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    return (await this.go(new URL(picked.headers.get('location')!, page.address).href, /\/api\/sign-in\/callback/)).address;
  }
  /** Signs in and reads who it is; answers the last thing shown. */
  async signIn(person: string, how: { query?: string; acr?: string; amr?: string } = {}): Promise<Seen> {
    const seen = await this.ask('GET', await this.pick(person, how));
    if (seen.status === 303) this.csrfToken = (await this.ask('GET', '/api/me')).body.session.csrfToken;
    return seen;
  }
  /** A change as our own pages make it. */
  change(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Seen> {
    return this.ask(method, path, {
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { origin: this.address, 'sec-fetch-site': 'same-origin', 'x-requested-by': 'handrail', 'x-csrf-token': this.csrfToken ?? '', 'idempotency-key': crypto.randomUUID(), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    });
  }
  cookies(host = new URL(this.address).host): Map<string, string> { return this.jars.get(host) ?? new Map(); }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const expires = /expires=([^;]+)/i.exec(line)?.[1];
  const isOver = /max-age=0(;|$)/i.test(line) || (expires !== undefined && Date.parse(expires) < Date.now());
  if (isOver) jar.delete(pair.slice(0, at)); else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
