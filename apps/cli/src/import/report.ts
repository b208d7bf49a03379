// The report of an import: every row with its outcome, and the totals. While the import runs its rows are kept beside the report, so
// that one that was broken off goes on where it stopped and still reports every row as it went.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { RowReport } from './receive-row.js';

export interface ImportReport {
  file: string;
  totals: { rows: number; outcomes: Record<RowReport['outcome'], number>; flags: Record<string, number>; refusals: Record<string, number> };
  rows: RowReport[];
}

/** The report of these rows, in the order of the file. */
export function reportOf(file: string, reports: readonly RowReport[]): ImportReport {
  const rows = [...reports].sort((a, b) => a.row - b.row);
  const outcomes = { received: 0, refused: 0, 'already-received': 0 };
  const flags: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  for (const one of rows) {
    outcomes[one.outcome] += 1;
    for (const flag of one.flags ?? []) flags[flag] = (flags[flag] ?? 0) + 1;
    if (one.code) refusals[`${one.field}: ${one.code}`] = (refusals[`${one.field}: ${one.code}`] ?? 0) + 1;
  }
  return { file: path.basename(file), totals: { rows: rows.length, outcomes, flags, refusals }, rows };
}

/** Written aside and renamed: a report is whole or not there. */
export function writeReport(to: string, report: ImportReport): void {
  fs.writeFileSync(`${to}.aside`, `${JSON.stringify(report, null, 1)}\n`, { mode: 0o600 });
  fs.renameSync(`${to}.aside`, to);
}

export interface Journal {
  /** What an earlier, broken-off run of the same file has already reported. */
  before: readonly RowReport[];
  /** When that run began; undefined when this one begins afresh. */
  goesOnFrom: Date | undefined;
  add(report: RowReport): void;
  /** The report is written: nothing to go on from any more. */
  end(): void;
}
interface Opening { content: string; sender: string; teamId: string; begunAt: string }

/** Opens the journal of this import beside its report. One of another file, sender or team is begun afresh. `now` is the record's clock. */
export function openJournal(report: string, file: string, sender: string, teamId: string, now: Date): Journal {
  const journal = `${report}.unfinished`;
  const content = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  const [opening, ...before] = linesOf<Opening, RowReport>(journal);
  const same = opening?.content === content && opening.sender === sender && opening.teamId === teamId;
  if (!same) fs.writeFileSync(journal, `${JSON.stringify({ content, sender, teamId, begunAt: now.toISOString() })}\n`, { mode: 0o600 });
  else fs.appendFileSync(journal, '\n'); // after a torn line
  const add = (one: RowReport) => fs.appendFileSync(journal, `${JSON.stringify(one)}\n`);
  return { before: same ? before : [], goesOnFrom: same ? new Date(opening.begunAt) : undefined, add, end: () => fs.rmSync(journal, { force: true }) };
}

/** The lines that are whole; the one in writing when the process was killed is not. */
function linesOf<First, Other>(journal: string): [First?, ...Other[]] {
  if (!fs.existsSync(journal)) return [];
  return fs.readFileSync(journal, 'utf8').split('\n').flatMap((line) => { try { return [JSON.parse(line)]; } catch { return []; } }) as [First?, ...Other[]];
}
