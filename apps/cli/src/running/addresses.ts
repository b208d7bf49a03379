// The table that `up` prints: where everything is and as whom to sign in.
import type { RunRecord } from './copies.js';

/** Rows of two columns, ready to print. `staff` are those of the demonstration. */
export function addresses(run: RunRecord, staff: readonly { name: string; roles: readonly string[] }[]): string {
  const visible = new URL(run.database);
  visible.password = '';
  return [
    '', 'Handrail is up.', '',
    ...columns([
      ['API', `${run.api}/api`],
      ['API described', `${run.api}/docs`],
      ...(run.temporalUi ? [['Temporal screens', run.temporalUi]] : []),
      ['Temporal', run.temporal],
      ['Database', visible.href],
    ]),
    '', 'Sign in with a token:  npm run -s handrail -- token --as NAME', '',
    ...columns(staff.map(({ name, roles }) => [`"${name}"`, roles.join(', ')])), '',
  ].join('\n');
}

function columns(rows: string[][]): string[] {
  const width = Math.max(0, ...rows.map(([first]) => first!.length));
  return rows.map(([first, ...rest]) => `  ${first!.padEnd(width)}  ${rest.join('  ')}`);
}
