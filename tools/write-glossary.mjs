// Writes the half of docs/glossary.md that comes from the tables of libs/domain. `npm run docs`; a test says whether it is current.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const begin = '<!-- from the tables: begin (npm run docs) -->';
const file = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'docs', 'glossary.md');

const code = (word) => `\`${word}\``;
const codes = (words) => words.map(code).join(', ');
const table = (title, head, rows) => [`### ${title}`, '', `| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n');
const pairs = (record, show) => Object.entries(record).map(([key, row]) => [code(key), ...[show(row)].flat()]);

const sessions = ({ sessions: agreed, reviewEveryWeeks }, policy) =>
  agreed ? `${agreed.least}–${agreed.most}` : `open-ended, reviewed every ${reviewEveryWeeks ?? policy.openEndedReviewWeeks} weeks`;
const minutes = ({ usual, least, most }) => `${usual} (${least}–${most})`;
const response = (hours) => (hours === null ? 'signpost' : hours === 0 ? 'at once' : hours < 73 ? `${hours} hours` : `${hours / 24} days`);

/** The generated half, from the vocabulary of libs/domain. */
export function tablesOf(domain) {
  return [
    table('Stages', ['Code', 'Name', 'May be followed by'], pairs(domain.stages, (row) => [row.name, codes(row.next)])),
    table('Endings', ['Code', 'Meaning'], pairs(domain.endings, (words) => words)),
    table('Disciplines', ['Code', 'Name'], pairs(domain.disciplines, (row) => row.name)),
    table('Competences', ['Code', 'Name'], pairs(domain.competences, (row) => row.name)),
    table('Queues beside those of the disciplines', ['Code', 'Name'], pairs(domain.roleQueues, (row) => row.name)),
    table('Roles', ['Code', 'Name'], pairs(domain.roles, (row) => row.name)),
    table('Modalities', ['Code', 'Name', 'Sessions', 'Minutes', 'Formats', 'Delivered by'],
      pairs(domain.modalities, (row) => [row.name, sessions(row, domain.defaultPolicy), minutes(row.minutes), codes(row.formats), codes(row.deliveredBy) + (row.needs ? `, with ${code(row.needs)}` : '')])),
    table('Acts', ['Code', 'In words', 'Who'], pairs(domain.acts, (row) => [row.words, codes(row.roles)])),
    table('Tasks', ['Code', 'Name', 'Queue', 'Due'], pairs(domain.tasks, (row) => [row.name, row.queue === 'strand' ? 'the discipline’s' : code(row.queue), row.due])),
    table('What time brings', ['Code', 'Meaning'], pairs(domain.timers, (row) => row.words)),
    table('Permissions beside the acts', ['Code', 'In words', 'Who'], pairs(domain.permissions, (row) => [row.words, codes(row.roles)])),
    table('Triage scale', ['Code', 'Meaning', 'Response within'], pairs(domain.triageScale, (row) => [row.words, response(row.hours)])),
    table('Reasons for a return (national)', ['Code', 'Meaning'], pairs(domain.rejectionReasons, (words) => words)),
    table('Attendance (national)', ['Code', 'Meaning'], pairs(domain.ATTENDANCE_CODES, (row) => row.meaning)),
    table('Discharge (national)', ['Code', 'Meaning', 'How far the care went'], pairs(domain.dischargeCodes, (row) => [row.words, row.group])),
    table('Ethnic category (national)', ['Code', 'Meaning'], pairs(domain.ETHNICITIES, (words) => words)),
    table('Refusals', ['Code', 'Sentence'], pairs(domain.refusalSentences, (words) => words)),
  ].join('\n');
}

/** The whole page: what people wrote above the mark, what the tables say below it. */
export function glossary(page, domain) {
  const [written] = page.split(begin);
  return `${written.trimEnd()}\n\n${begin}\n## From the tables\n\n${tablesOf(domain)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const domain = await import('#domain');
  fs.writeFileSync(file, glossary(fs.readFileSync(file, 'utf8'), domain));
}
