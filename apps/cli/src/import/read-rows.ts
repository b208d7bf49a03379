// The rows of a spreadsheet saved as CSV (UTF-8), or the lines of an NDJSON file with the same names. The whole file is looked
// through first, so that a file that cannot be used is refused before anything is written.
import { parse } from 'csv-parse';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { referralColumnNames, type ReferralColumn } from '#contracts';
import { tidy } from '#domain';

/** One row of the file; the header is row 1. Without cells it was no row of this file's shape; `code` says how. */
export interface FileRow { row: number; cells?: Partial<Record<ReferralColumn, string>>; code?: 'column-count' | 'not-json' | 'unknown-column'; said?: string }
export interface ReferralFile {
  rows: number;
  /** In the order of the file: the order in which wrong columns are looked for. */
  columns: readonly ReferralColumn[];
  read(): AsyncIterable<FileRow>;
}

const MOST_CHARACTERS_A_ROW = 4_000_000;

/** Looks a file through. Throws one sentence when it is missing, empty, not UTF-8, of the wrong header, or torn. */
export async function referralFile(file: string): Promise<ReferralFile> {
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) throw new Error(`${file}: there is no such file.`);
  const name = path.basename(file);
  await mustBeUtf8(file, name);
  const lines = /\.(ndjson|jsonl)$/i.test(file);
  const columns = lines ? referralColumnNames : await headerOf(file, name);
  const read = () => (lines ? linesOf(file) : recordsOf(file, columns));
  let rows = 0;
  try { for await (const _ of read()) rows += 1; } catch (cause) { throw new Error(`${name} is torn: ${inWords(cause)}`); }
  if (rows === 0) throw new Error(`${name} holds no referral.`);
  return { rows, columns, read };
}

function inWords(cause: unknown): string {
  const { code, lines } = cause as { code?: string; lines?: number };
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is opened that is never closed.';
  if (code === 'CSV_MAX_RECORD_SIZE') return `a row before line ${lines ?? '?'} has no end; a quotation mark may be missing.`;
  return (cause as Error).message;
}

async function mustBeUtf8(file: string, name: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of fs.createReadStream(file)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw cause;
    throw new Error(`${name} is not in UTF-8: save it as "CSV UTF-8".`);
  }
}

const records = (file: string, more: object) => fs.createReadStream(file).pipe(parse({
  bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: MOST_CHARACTERS_A_ROW, ...more,
}));

async function headerOf(file: string, name: string): Promise<ReferralColumn[]> {
  let header: string[] = [];
  try { for await (const record of records(file, { to: 1 })) header = (record as string[]).map((cell) => tidy(cell).toLowerCase()); } catch (cause) { throw new Error(`${name} is torn: ${inWords(cause)}`); }
  if (header.length === 0) throw new Error(`${name} is empty.`);
  const between = [';', '\t'].find((mark) => header.length === 1 && header[0]!.includes(mark));
  if (between) throw new Error(`The columns of ${name} are separated by ${between === ';' ? 'semicolons' : 'tabs'}: save it as CSV with commas.`);
  const unknown = header.filter((cell) => !(referralColumnNames as string[]).includes(cell));
  const missing = referralColumnNames.filter((column) => !header.includes(column));
  const twice = header.filter((cell, place) => header.indexOf(cell) !== place);
  const wrong = [[missing, 'lacks'], [unknown, 'has the unknown'], [twice, 'has twice the']] as const;
  const said = wrong.filter(([cells]) => cells.length > 0).map(([cells, words]) => `${words} ${cells.length === 1 ? 'column' : 'columns'} ${cells.slice(0, 5).map((cell) => cell.slice(0, 40) || '(no name)').join(', ')}${cells.length > 5 ? ` and ${cells.length - 5} more` : ''}`);
  if (said.length > 0) throw new Error(`The first row of ${name} is not the header of a referral spreadsheet: it ${said.join('; it ')}.`);
  return header as ReferralColumn[];
}

/** Blank lines at the end of the file are no rows; one between rows is a row without its cells. */
async function* recordsOf(file: string, columns: readonly ReferralColumn[]): AsyncIterable<FileRow> {
  let row = 1;
  let blank: FileRow[] = [];
  for await (const record of records(file, { from: 2 })) {
    const cells = record as string[];
    row += 1;
    if (cells.length === 1 && cells[0]!.trim() === '' && columns.length > 1) { blank.push({ row, code: 'column-count' }); continue; }
    yield* blank;
    blank = [];
    yield cells.length === columns.length ? { row, cells: Object.fromEntries(columns.map((column, place) => [column, cells[place]!])) } : { row, code: 'column-count', said: cells[columns.indexOf('sender_reference')] };
  }
}

async function* linesOf(file: string): AsyncIterable<FileRow> {
  let row = 0;
  const lines = createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    row += 1;
    const text = row === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() !== '') yield { row, ...readLine(text) };
  }
}

function readLine(text: string): Omit<FileRow, 'row'> {
  let line: unknown;
  try { line = JSON.parse(text); } catch { return { code: 'not-json' }; }
  if (line === null || typeof line !== 'object' || Array.isArray(line)) return { code: 'not-json' };
  const said = cellOf((line as Record<string, unknown>).sender_reference);
  const known = Object.entries(line).every(([name, value]) => (referralColumnNames as string[]).includes(name) && cellOf(value) !== undefined);
  return known ? { cells: Object.fromEntries(Object.entries(line).map(([name, value]) => [name, cellOf(value)])) } : { code: 'unknown-column', said };
}

/** JSON says yes and no, numbers and nothing in its own way; lists and objects are no cells. */
function cellOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? undefined : String(value);
}
