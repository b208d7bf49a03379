// The import names of package.json point into dist/, where Node finds them. Whoever reads sources (dependency-cruiser) finds the
// sources by the same names here, so that no build is needed first and a type is seen as a type. Shaped as webpack's `resolve`.
import fs from 'node:fs';
import path from 'node:path';

const root = process.cwd();
const { imports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const source = (built) => path.join(root, built.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts'));

export default { resolve: { alias: Object.fromEntries(Object.entries(imports).map(([name, built]) => [`${name}$`, source(built)])) } };
