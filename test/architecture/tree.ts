// The files of the tree as git would keep them: what is tracked and what is new, without what is ignored. Outside a git
// checkout (an archive) every file but the ignored folders.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = process.cwd();
const ignored = /^(node_modules|dist|coverage|\.git|\.handrail)(\/|$)|\/node_modules\/|\.log$/;

function listed(): string[] {
  try {
    return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\0').filter(Boolean);
  } catch {
    return fs.readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile()).map((one) => path.relative(root, path.join(one.parentPath ?? one.path, one.name)));
  }
}

/** Paths from the root, sorted; only files that are there now. */
export const tree: readonly string[] = listed().filter((file) => !ignored.test(file) && fs.existsSync(path.join(root, file))).sort();
export const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
export const sources = (...endings: string[]): string[] => tree.filter((file) => endings.some((ending) => file.endsWith(ending)));
