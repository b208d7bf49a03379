// Runs dependency-cruiser over a tree with the project's own rules, as `npm run check` does, and answers what it found.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = process.cwd();
export interface Breach { rule: string; from: string; to: string }
interface Report { summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number } }

const rooms = ['apps', 'libs', 'workflows'];

/** Breaches of the import rules in the tree at `folder`, and how many files were read. */
export async function cruise(folder: string): Promise<{ breaches: Breach[]; files: number }> {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(root, '.dependency-cruiser.mjs');
  const there = rooms.filter((room) => fs.existsSync(path.join(folder, room)));
  const args = [program, '--config', config, '--output-type', 'json', ...there];
  // Breaches make the exit code; the report on stdout is what counts.
  const told = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
    .catch((cause: { stdout?: string; stderr?: string; message: string }) => {
      if (!cause.stdout?.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${cause.stderr || cause.message}`);
      return cause as { stdout: string };
    });
  const { summary } = JSON.parse(told.stdout) as Report;
  return {
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    files: summary.totalCruised,
  };
}

/** Writes a tree of files into `folder`. */
export function plant(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}
