// The OpenAPI 3.1 document, made from the routes' marks and their contracts. Nothing in it is written twice.
import { problem, problemKinds } from '#contracts';
import { permissions, acts } from '#domain';
import { z } from 'zod';
import type { Needed, Said } from '../arriving/route-marks.js';
import type { Route } from '../arriving/route-table.js';

type Json = Record<string, unknown>;
const intro = `Referrals of a mental-health service, from the GP to discharge. Every route but those marked open needs a token (\`authorization: Bearer …\`).
A POST that adds something needs an \`Idempotency-Key\`: with the same key it is safe to send again, however late. What is refused answers with problem+json, with what is allowed now.
Nothing personal stands in an address. Instants are UTC; days are YYYY-MM-DD.`;

/** The whole document. Pure; the same routes give the same document. */
export function openApiOf(routes: readonly Route[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0', info: { title: 'Handrail', version: '0.1.0', description: intro, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths, components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
}

function operation(route: Route, schemas: Json): Json {
  const { path, name, needs, says, method } = route;
  const parameters = [...pathParameters(path), ...queryParameters(says), ...headerParameters(says)];
  const signedIn = !('open' in needs);
  return {
    operationId: name.replace('Controller', ''), tags: [name.split('Controller')[0]!], summary: says.summary, description: whoMay(needs),
    ...(parameters.length > 0 && { parameters }), ...(method !== 'GET' && requestBody(says, schemas)),
    responses: { ...answers(says, schemas), ...problems(route, schemas) }, security: signedIn ? [{ token: [] }] : [],
  };
}
function whoMay(needs: Needed): string {
  if ('open' in needs) return `Open: ${needs.open}.`;
  const { words, roles } = 'act' in needs ? acts[needs.act] : permissions[needs.permission];
  return `For those who may ${words}: ${roles.join(', ')}.`;
}

const parameter = (name: string, where: string, schema: unknown, more: Json = {}): Json => ({ name, in: where, required: where === 'path', schema, ...more });
const pathParameters = (path: string): Json[] => [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) =>
  parameter(name!, 'path', { type: 'string', maxLength: 128 }, name === 'referral' ? { description: 'Id or reference (HR-000123)' } : {}));
function queryParameters({ query }: Said): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input', {}) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => parameter(name, 'query', schema, { required: required.includes(name) }));
}
function headerParameters({ key, ifMatch }: Said): Json[] {
  const pattern = key === 'intake' ? '^[\\x21-\\x7e]{1,128}$' : '^[A-Za-z0-9._:-]{8,128}$';
  return [
    ...(key ? [parameter('Idempotency-Key', 'header', { type: 'string', pattern }, { required: true, description: key === 'intake' ? 'Your own reference of this referral' : 'A UUID or another key of yours; the same key again does nothing twice' })] : []),
    ...(ifMatch ? [parameter('If-Match', 'header', { type: 'string' }, { description: 'The version you saw, as "12": 409 with what changed when it is no longer that' })] : []),
  ];
}
function requestBody({ body, bodyOptional, multipart }: Said, schemas: Json): Json {
  if (multipart) return { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } }, additionalProperties: false } } } } };
  return body ? { requestBody: { required: !bodyOptional, content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } } } } : {};
}
function answers({ answers: said }: Said, schemas: Json): Json {
  return Object.fromEntries(Object.entries(said).map(([status, { words, schema, mediaType }]) => {
    const type = mediaType ?? 'application/json';
    return [status, { description: words, ...((schema || mediaType) && { content: { [type]: { schema: schema ? schemaOf(schema, 'output', schemas) : {} } } }) }];
  }));
}
/** The problems a route may answer, by HTTP number; `default` stands for those of every address (405, 429, 500, 503). */
function problems({ needs, says, method, path }: Route, schemas: Json): Json {
  const content = { 'application/problem+json': { schema: schemaOf(problem, 'output', schemas) } };
  const signedIn = !('open' in needs);
  const changes = method !== 'GET';
  const numbers = [
    ...(signedIn ? [400, 401, 403, 429, 503] : []), ...(path.includes(':') ? [404] : []), ...(changes && signedIn ? [409] : []), ...(says.key ? [422] : []),
    ...(says.body || says.multipart ? [413, 415] : []), 500,
  ].filter((number) => !(number in says.answers));
  return { ...Object.fromEntries(numbers.map((number) => [number, { description: titleOf(number), content }])), default: { description: 'Another problem', content } };
}
const titleOf = (number: number): string =>
  Object.values(problemKinds).find(({ status: http }) => http === number)?.title ?? ({ 413: 'The body is too large', 415: 'The body is of another type than expected', 429: 'Too much at once; wait a moment' } as Record<number, string>)[number]!;

/** The JSON schema of a contract; those with a name of their own go to the components and are referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): unknown {
  const { $schema: _dialect, $defs = {}, ...own } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json & { $defs?: Json };
  const named = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;
  for (const [id, one] of Object.entries($defs)) schemas[id] ??= without(named(one) as Json);
  const { id } = own as { id?: string };
  if (!id) return named(own);
  schemas[id] ??= without(named(own) as Json);
  return { $ref: `#/components/schemas/${id}` };
}
const without = ({ id: _id, ...rest }: Json): Json => rest;
