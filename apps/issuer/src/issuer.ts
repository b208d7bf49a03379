// An OpenID Connect issuer whose people prove nothing: they are picked from a list. It speaks the protocol in full (code flow with PKCE,
// signed tokens, private_key_jwt), so that the API cannot tell it from a real one but by its own mark. Its keys live as long as it does.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { pickerPage, readPick } from './picker.js';

export interface Person { staffId: string; name: string; roles: readonly string[] }
export interface IssuerOrder {
  port: number;
  /** Where the API is reached: the only place that sign-ins lead back to. */
  address: string;
  people: readonly Person[];
  client: { id: string; secret: string };
  /** Connected systems with their public keys: they get tokens for the API with private_key_jwt. */
  systems?: readonly { id: string; key: JWK }[];
}
export interface RunningIssuer { address: string; close(): Promise<void> }

/** Starts it on 127.0.0.1. `address` is its name as issuer. */
export async function startIssuer(order: IssuerOrder): Promise<RunningIssuer> {
  const address = `http://127.0.0.1:${order.port}`;
  const provider = new Provider(address, await settingsOf(order));
  const speak = provider.callback();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', address);
    if (pathname === '/health') { response.end('{}'); return; }
    if (pathname.startsWith('/pick/')) { void pick(provider, order.people, request, response); return; }
    if (pathname.startsWith('/auth')) forgetWhoWasHere(request);
    void speak(request, response);
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(order.port, '127.0.0.1', resolve); });
  return { address, close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
}

/** Everybody picks each time: a second sign-in as somebody else must not be answered with the first. */
function forgetWhoWasHere(request: IncomingMessage): void {
  request.headers.cookie = (request.headers.cookie ?? '').split(/;\s*/).filter((one) => !/^_session/.test(one)).join('; ');
}

async function pick(provider: Provider, people: readonly Person[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method !== 'POST') {
      await provider.interactionDetails(request, response);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pickerPage(people));
      return;
    }
    const { accountId, acr, amr } = await readPick(request, people);
    await provider.interactionFinished(request, response, { login: { accountId, acr, amr, remember: false } }, { mergeWithLastSubmission: false });
  } catch (cause) {
    response.statusCode = 400;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(`${(cause as Error).message}\nBegin again at Handrail.\n`);
  }
}

async function settingsOf({ address, people, client, systems = [] }: IssuerOrder): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    clients: [
      { client_id: client.id, client_secret: client.secret, redirect_uris: [`${address}/api/sign-in/callback`], post_logout_redirect_uris: [`${address}/`], grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'ES256' },
      ...systems.map(({ id, key }) => ({ client_id: id, token_endpoint_auth_method: 'private_key_jwt' as const, grant_types: ['client_credentials'], redirect_uris: [], response_types: [], jwks: { keys: [key] }, id_token_signed_response_alg: 'ES256' as const })),
    ],
    jwks: { keys: [{ ...await exportJWK(privateKey), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') }] } as Configuration['jwks'],
    cookies: { keys: [randomBytes(32).toString('hex')] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    ttl: { AuthorizationCode: 60, AccessToken: 300, IdToken: 300, Interaction: 600, Session: 600, Grant: 600, ClientCredentials: 300 },
    discovery: { handrail_development_issuer: true },
    interactions: { url: (_context, interaction) => `/pick/${interaction.uid}` },
    findAccount: (_context, id) => (people.some(({ staffId }) => staffId === id) ? { accountId: id, claims: () => Promise.resolve({ sub: id }) } : undefined),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false }, clientCredentials: { enabled: true }, rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true, defaultResource: () => 'urn:handrail:api', useGrantedResource: () => false,
        getResourceServerInfo: () => ({ scope: '', audience: 'handrail-api', accessTokenTTL: 300, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
  };
}
