// `handrail import FILE.csv --report OUT.json`: what a service hands over when it moves from its spreadsheet. Every row is reported; a
// repeat writes nothing; no letter is sent. Conductors are begun from the record by the worker.
import type { Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';
import { keysOfRow } from '#contracts';
import { listStaff, type Database, type StaffRow } from '#database';
import { may, mayDo } from '#domain';
import { inOrder } from './import/in-order.js';
import { referralFile, type ReferralFile } from './import/read-rows.js';
import { cellsOf, receiveRow, type Sending } from './import/receive-row.js';
import { openJournal, reportOf, writeReport, type ImportReport } from './import/report.js';
import { progress } from './progress.js';
import { staffNamed, withTheRecord } from './the-record.js';

export interface ImportOptions { report: string; as?: string; team?: string; sender: string }
const AT_ONCE = 8;

export function register(program: Command): void {
  program.command('import <file>')
    .description('receive the referrals of a spreadsheet (CSV in UTF-8, or NDJSON); reports every row, sends nothing, can be repeated')
    .requiredOption('--report <file>', 'where the report goes (JSON)')
    .option('--as <name>', 'who imports: an administrator or a team lead')
    .option('--team <id>', 'the team that receives them')
    .option('--sender <name>', 'under which name the keys of the rows are remembered; another spreadsheet, another name', 'spreadsheet')
    .action(async (file: string, options: ImportOptions) => {
      const readable = await referralFile(file);
      const report = await withTheRecord(AT_ONCE + 2, (database) => importFile(database, file, readable, options));
      const { rows, outcomes } = report.totals;
      console.log(`${rows} rows: ${outcomes.received} received, ${outcomes['already-received']} already received, ${outcomes.refused} refused. Report: ${options.report}`);
    });
}

/** Receives every row and writes the report. Goes on where an earlier run of the same file to the same report was broken off. */
export async function importFile(database: Database, file: string, readable: ReferralFile, options: ImportOptions): Promise<ImportReport> {
  if (!fs.existsSync(path.dirname(path.resolve(options.report)))) throw new Error(`There is no folder for the report ${options.report}.`);
  const by = await whoImports(database, options.as);
  const teamId = options.team ?? by.teamIds[0] ?? await firstTeam(database);
  const [clock] = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const journal = openJournal(path.resolve(options.report), file, options.sender, teamId, clock!.now);
  const sending: Sending = { database, columns: readable.columns, sender: options.sender, teamId, by: by.staffId, goesOnFrom: journal.goesOnFrom, receivedHere: new Set(journal.before.filter((one) => one.outcome === 'received').map((one) => one.sender_reference)) };
  const known = new Set(journal.before.map((one) => one.row));
  const reports = [...journal.before];
  const bar = progress(`Importing ${path.basename(file)}`, readable.rows);
  bar.step(known.size);
  try {
    await inOrder(rowsToDo(readable, known), AT_ONCE, ({ cells }) => (cells ? keysOfRow(cells) : []), async ({ row, cells }) => {
      const report = await receiveRow(sending, row, cells);
      journal.add(report);
      reports.push(report);
      bar.step();
    });
  } finally { bar.end(); }
  const report = reportOf(file, reports);
  writeReport(path.resolve(options.report), report);
  journal.end();
  return report;
}

async function* rowsToDo(readable: ReferralFile, known: ReadonlySet<number>) {
  for await (const row of readable.read()) if (!known.has(row.row)) yield { row, cells: cellsOf(row) };
}

/** The person named, or the first administrator who works here. */
async function whoImports(database: Database, name: string | undefined): Promise<StaffRow> {
  const allowed = (one: StaffRow) => mayDo(one, 'import.run') && !may(one, 'receive');
  const person = name === undefined ? (await listStaff(database)).find((one) => one.roles.includes('administrator') && allowed(one)) : await staffNamed(database, name);
  if (!person) throw new Error('No administrator works here: say with --as who imports.');
  if (!allowed(person)) throw new Error(`${person.name} may not import referrals: an administrator or a team lead may.`);
  return person;
}

async function firstTeam(database: Database): Promise<string> {
  const [team] = await database.query<{ team_id: string }>('SELECT team_id FROM team ORDER BY team_id LIMIT 1');
  if (!team) throw new Error('There is no team yet that could receive referrals.');
  return team.team_id;
}
