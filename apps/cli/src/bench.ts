// `handrail bench [section …]`: the figures, each beside its floor. What it runs is not part of the product, so it is a process of its own.
import type { Command } from 'commander';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './running/copies.js';

export function register(program: Command): void {
  program.command('bench [sections...]')
    .description('measure acts, claims, intake, conductors, queue-page, import, memory, start; prints figures, asserts nothing')
    .action(async (sections: string[]) => {
      const bench = path.join(root, 'dist', 'test', 'bench', 'main.js');
      if (!fs.existsSync(bench)) throw new Error('The bench is not part of this installation: it needs a clone of the sources.');
      const child = spawn(process.execPath, [bench, ...sections], { stdio: 'inherit', cwd: root });
      process.exitCode = await new Promise<number>((resolve) => { child.once('exit', (code) => resolve(code ?? 1)); });
    });
}
