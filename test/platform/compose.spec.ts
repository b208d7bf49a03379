import { Ajv2020 } from 'ajv/dist/2020.js';
import fs from 'node:fs';
import YAML from 'yaml';

interface Service {
  image?: string; ports?: string[]; environment?: Record<string, string>; read_only?: boolean; cap_drop?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const compose = YAML.parse(fs.readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as { services: Record<string, Service> };
const schema = JSON.parse(fs.readFileSync('test/platform/compose-spec/compose-spec.json', 'utf8')) as object;
const isCompose = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const services = Object.entries(compose.services);

describe('the compose file for running Handrail with containers', () => {
  it('is a compose file by the Compose Specification', () => {
    isCompose(compose);
    expect(isCompose.errors ?? []).toEqual([]);
  });

  it('would be refused if a service had a word that Compose does not know', () => {
    expect(isCompose({ services: { api: { image: 'x', imaeg: 'y' } } })).toBe(false);
  });

  it('opens every port to this machine only', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThanOrEqual(5);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('pins every image that is not built here, Temporal at or above its security floor', () => {
    const foreign = services.map(([, service]) => service.image ?? '').filter((image) => image !== 'handrail:local');
    expect(foreign.filter((image) => !/:\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
    const [minor, patch] = compose.services.temporal!.image!.split(':1.')[1]!.split('.').map(Number) as [number, number];
    expect(minor > 31 || (minor === 31 && patch >= 3)).toBe(true);
  });

  it('holds no password: each comes from the environment, or Compose refuses to start', () => {
    const secrets = services.flatMap(([, service]) => Object.entries(service.environment ?? {})).filter(([name]) => /PASSWORD|PWD|DATABASE_URL/.test(name));
    expect(secrets.length).toBeGreaterThanOrEqual(7);
    expect(secrets.filter(([, value]) => !/\$\{[A-Z_]+:\?/.test(value))).toEqual([]);
  });

  it('starts the API and the worker only on a migrated database, each with its own role', () => {
    for (const [name, role] of [['api', 'handrail_api'], ['worker', 'handrail_worker']] as const) {
      const service = compose.services[name]!;
      expect(service.depends_on!.migrate).toEqual({ condition: 'service_completed_successfully' });
      expect(service.environment!.DATABASE_URL).toContain(`//${role}:`);
      expect([service.read_only, service.cap_drop]).toEqual([true, ['ALL']]);
    }
  });

  it('never lets time be skipped', () => {
    expect(fs.readFileSync('docker-compose.yml', 'utf8')).not.toMatch(/TimeSkipping/i);
  });
});

describe('the image', () => {
  const dockerfile = fs.readFileSync('Dockerfile', 'utf8');

  it('runs on glibc (Temporal\'s core does not load on Alpine) and not as root', () => {
    expect(dockerfile.match(/^FROM .*/gm)!.every((line) => line.startsWith('FROM node:22-bookworm-slim'))).toBe(true);
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nFROM '));
  });
});
