import { Ajv2020 } from 'ajv/dist/2020.js';
import { actRouteNames, routeOfAct } from '#contracts';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

describe('the description of the API', () => {
  let api: ApiUnderTest;
  let document: any;
  beforeAll(async () => { api = await apiUnderTest(); document = (await api.ask('GET', '/docs-json')).body; });
  afterAll(() => api.close());

  it('lists exactly the routes that the server answers', () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
    expect(described.sort()).toEqual([...api.routed].sort());
    expect(described.length).toBeGreaterThan(60);
  });
  it('has one route for each act, with the body of that act', () => {
    for (const act of actRouteNames) {
      const operation = document.paths[`/api/referrals/{referral}/acts/${routeOfAct(act)}`]?.post;
      expect(operation?.requestBody.content['application/json'].schema.$ref).toBe(`#/components/schemas/${act[0]!.toUpperCase()}${act.slice(1)}`);
    }
  });
  it('is OpenAPI 3.1 whose schemas compile and whose references lead somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'all', ...document });
    for (const name of Object.keys(document.components.schemas)) expect(() => ajv.compile({ $ref: `all#/components/schemas/${name}` })).not.toThrow();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
  });
  it('can be read and tried on a page that comes from here alone', async () => {
    const page = await api.ask('GET', '/docs');
    expect(page.status).toBe(200);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
    for (const source of sources) {
      const file = await api.ask('GET', source);
      expect([source, file.status, file.text.length > 50]).toEqual([source, 200, true]);
    }
    expect(sources.every((source) => source.startsWith('/docs/'))).toBe(true);
  });
});
