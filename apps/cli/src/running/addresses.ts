// The table that `up` prints: where everything is and as whom to sign in.
import type { RunRecord } from './copies.js';

/** Rows of columns, ready to print. `staff` are those of the demonstration. */
export function addresses(run: RunRecord, staff: readonly { staffId: string; name: string; roles: readonly string[]; discipline?: string }[]): string {
  const visible = new URL(run.database);
  visible.password = '';
  return [
    '', 'Handrail is up.', '',
    ...columns([
      ['API', `${run.api}/api`],
      ['API described', `${run.api}/docs`],
      ...(run.issuer ? [['Sign in', `${run.api}/api/sign-in`]] : []),
      ...(run.temporalUi ? [['Temporal screens', run.temporalUi]] : []),
      ['Temporal', run.temporal],
      ['Database', visible.href],
    ]),
    '', 'Sign in with a browser, or take a token, as one of these:  npm run -s handrail -- token --as NAME', '',
    ...columns(staff.map(({ staffId, name, roles, discipline }) => [staffId, name, [...roles, ...(discipline ? [discipline] : [])].join(', ')])), '',
  ].join('\n');
}

function columns(rows: string[][]): string[] {
  const widthOf = (at: number) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widthOf(at))).join('  ')}`.trimEnd());
}
