import fs from 'node:fs';

interface Locked { version?: string; resolved?: string; dependencies?: Record<string, string>; hasInstallScript?: boolean }

const text = fs.readFileSync('package-lock.json', 'utf8');
const packages = (JSON.parse(text) as { packages: Record<string, Locked> }).packages;
const own = JSON.parse(fs.readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>; devDependencies: Record<string, string>; allowScripts: Record<string, boolean>;
};
const nameOf = (folder: string) => folder.split('node_modules/').at(-1)!;

/** The folder that Node would take `name` from when `folder` asks for it. */
function resolvedFrom(folder: string, name: string): string {
  for (let at = folder; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const candidate = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!at) throw new Error(`${name} is nowhere above ${folder}`);
  }
}

describe('the packages', () => {
  it('come from no registry but npm\'s', () => {
    const hosts = Object.values(packages).flatMap(({ resolved }) => resolved ? [new URL(resolved).hostname] : []);
    expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
    expect(text.match(/https?:\/\/(\d+\.\d+\.\d+\.\d+|localhost)/g)).toBeNull();
  });

  it('are pinned to exact versions', () => {
    const versions = Object.entries({ ...own.dependencies, ...own.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('share one version of Temporal\'s SDK', () => {
    const versions = Object.entries(packages).filter(([folder]) => folder.includes('@temporalio/')).map(([, { version }]) => version);
    expect(versions.length).toBeGreaterThanOrEqual(8);
    expect(new Set(versions)).toEqual(new Set(['1.24.0']));
  });

  it('share one protobufjs 8 in all of Temporal\'s SDK, or stored histories could not be read', () => {
    const asking = Object.entries(packages).filter(([folder, { dependencies }]) => folder.includes('@temporalio/') && dependencies?.protobufjs);
    const found = asking.map(([folder]) => resolvedFrom(folder, 'protobufjs'));
    expect(asking.length).toBeGreaterThanOrEqual(3);
    expect(new Set(found)).toEqual(new Set(['node_modules/protobufjs']));
    expect(packages['node_modules/protobufjs']!.version).toMatch(/^8\./);
    expect(Object.entries(packages).filter(([folder, { version }]) => nameOf(folder) === 'protobufjs' && version!.startsWith('8.'))).toHaveLength(1);
  });

  it('run no install script that was not decided on', () => {
    const withScripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => nameOf(folder));
    expect(withScripts.filter((name) => !(name in own.allowScripts))).toEqual([]);
  });
});
