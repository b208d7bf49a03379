// Every answer that a spec gets is held against the API's own description: another field, a missing one or another kind of value fails
// the spec that asked. So no view shows more than it says.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { controllers } from '../../apps/api/src/app.module.js';
import { routesOf } from '../../apps/api/src/arriving/route-table.js';
import { openApiOf } from '../../apps/api/src/service/open-api.js';

interface Described { paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema?: unknown }> }> }>> }
const document = openApiOf(routesOf(controllers)) as unknown as Described;
const ajv = new Ajv2020({ strict: false }).addSchema({ $id: 'handrail', ...document });
const patterns = Object.keys(document.paths).map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), places: path.split('{').length }))
  .sort((a, b) => a.places - b.places);
const checks = new Map<string, ValidateFunction>();

/** Throws when the answer is not as described. Answers of addresses that do not exist must be problems. */
export function mustBeAsDescribed(method: string, route: string, answer: { status: number; mediaType: string; body: unknown }): void {
  const path = patterns.find(({ pattern }) => pattern.test(route.split('?')[0]!))?.path;
  const operation = path && document.paths[path]?.[method.toLowerCase()];
  const responses = operation ? operation.responses : { default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } };
  const said = responses[String(answer.status)] ?? responses['default'];
  const kinds = Object.keys(said?.content ?? {});
  if (!kinds.includes(answer.mediaType)) throw new Error(`${method} ${route} answered ${answer.status} as ${answer.mediaType}, described are ${kinds.join(', ')}`);
  const schema = said!.content![answer.mediaType]!.schema;
  if (!schema) return;
  const name = `${method} ${path} ${answer.status}`;
  const check = checks.get(name) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"handrail#/')) as object);
  checks.set(name, check);
  if (!check(answer.body)) throw new Error(`${method} ${route} answered ${answer.status} otherwise than described: ${ajv.errorsText(check.errors)}\n${JSON.stringify(answer.body).slice(0, 2000)}`);
}
