// `handrail down`: stops what `up --detach` (or a killed `up`) left running. The data stays.
import type { Command } from 'commander';
import { copiesOnRecord } from './running/copies.js';
import { stopCopy } from './running/leftovers.js';

export function register(program: Command): void {
  program.command('down')
    .description('stop a running Handrail; the data stays')
    .option('--port-base <n>', 'only the copy on these ports', Number)
    .action(async ({ portBase }: { portBase?: number }) => {
      const copies = copiesOnRecord().filter((copy) => portBase === undefined || copy.portBase === portBase);
      const stopped: string[] = [];
      for (const copy of copies) stopped.push(...await stopCopy(copy));
      console.log(stopped.length > 0 ? 'Handrail has stopped; the data is kept.' : 'Handrail was not running.');
    });
}
