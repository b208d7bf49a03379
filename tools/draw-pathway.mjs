// Draws docs/pathway.md and the small picture in README.md from the tables of stages, acts and tasks. `npm run docs`; a test says
// whether both are current.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mainLine, stageSteps } from './pathway-courses.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const pageFile = path.join(root, 'docs', 'pathway.md');
const readmeFile = path.join(root, 'README.md');
const marks = ['<!-- pathway: begin (npm run docs) -->', '<!-- pathway: end -->'];

const node = (stage) => stage.replaceAll('-', '_');
const box = (domain, stage) => (stage === 'closed' ? `${node(stage)}((${domain.stages[stage].name}))` : `${node(stage)}["${domain.stages[stage].name}"]`);
const possibleEverywhere = (domain, act) => domain.openStages.every((stage) => domain.acts[act].stages.includes(stage));

/** Every step from stage to stage; what ends a referral from any stage is drawn once. */
export function diagram(domain) {
  const steps = stageSteps(domain);
  const ends = [...new Set(steps.filter(({ act, to }) => to === 'closed' && possibleEverywhere(domain, act)).map(({ act }) => act))];
  const arrows = new Map();
  for (const { from, act, to } of steps) if (!ends.includes(act)) arrows.set(`${from}>${to}`, [...(arrows.get(`${from}>${to}`) ?? []), domain.acts[act].words]);
  const lines = [...arrows].map(([pair, words]) => { const [from, to] = pair.split('>'); return `  ${node(from)} -->|"${words.join(' · ')}"| ${node(to)}`; });
  return ['```mermaid', 'flowchart TD', `  received(["${domain.acts.receive.words}"]) --> ${node('awaiting-triage')}`,
    ...domain.stageCodes.map((stage) => `  ${box(domain, stage)}`), ...lines,
    `  any["any open stage"] -.->|"${ends.map((act) => domain.acts[act].words).join(' · ')}"| closed`, '```'].join('\n');
}

/** The way most people go, for the README. */
export const picture = (domain) => ['```mermaid', 'flowchart LR', `  ${mainLine(domain).map((stage) => box(domain, stage)).join(' --> ')}`, '```'].join('\n');

const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const actsAt = (domain, stage) => domain.actNames.filter((act) => domain.acts[act].stages.includes(stage) && !possibleEverywhere(domain, act));
const who = (domain, roles) => roles.map((role) => domain.roles[role].name.split(',')[0]).join(', ');
const stagePart = (domain, stage) => [`### ${domain.stages[stage].name}`, '', '| Act | Who |', '|---|---|',
  ...actsAt(domain, stage).map((act) => `| ${sentence(domain.acts[act].words)} | ${who(domain, domain.acts[act].roles)} |`), ''].join('\n');
const anywhere = (domain) => ['### In any open stage', '', '| Act | Who |', '|---|---|',
  ...domain.actNames.filter((act) => possibleEverywhere(domain, act)).map((act) => `| ${sentence(domain.acts[act].words)} | ${who(domain, domain.acts[act].roles)} |`), ''].join('\n');

const saying = (domain, acts) => acts.map((act) => (act === 'time-passed' ? 'time passes' : domain.acts[act].words)).join(' · ');
function queuePart(domain, queue) {
  const lying = domain.taskTypes.filter((type) => domain.tasks[type].queue === queue);
  const title = queue === 'strand' ? 'The discipline’s own queue' : domain.roleQueues[queue].name;
  return [`### ${title}`, '', '| Task | Raised by | Closed by | Due |', '|---|---|---|---|',
    ...lying.map((type) => { const { name, raisedBy, closedBy, due } = domain.tasks[type]; return `| ${name} | ${saying(domain, raisedBy)} | ${saying(domain, closedBy)} | ${due} |`; }), ''].join('\n');
}

/** The whole page. */
export const pathwayPage = (domain) => [
  '# The pathway', '', 'Drawn by `npm run docs` from the tables of `libs/domain` and from short courses played through its rules. Do not edit it: change the tables.', '',
  '## From stage to stage', '', diagram(domain), '',
  '## What can be done, by stage', '', ...domain.stageCodes.filter((stage) => actsAt(domain, stage).length > 0).map((stage) => stagePart(domain, stage)), anywhere(domain),
  '## Which tasks lie in which queue', '', `Every open referral has at least one of these. What ends a referral (${saying(domain, domain.endsEverything)}) closes all that are open.`, '',
  ...[...Object.keys(domain.roleQueues), 'strand'].map((queue) => queuePart(domain, queue)),
  '## What time brings', '', ...Object.values(domain.timers).map(({ words }) => `- ${sentence(words)}.`), '',
].join('\n');

/** The README with its picture as the tables say. */
export function readme(text, domain) {
  const [before, rest] = text.split(marks[0]);
  if (rest === undefined) throw new Error('README.md has no place for the pathway');
  return `${before}${marks[0]}\n${picture(domain)}\n${marks[1]}${rest.split(marks[1])[1]}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const domain = await import('#domain');
  fs.writeFileSync(pageFile, pathwayPage(domain));
  if (fs.existsSync(readmeFile)) fs.writeFileSync(readmeFile, readme(fs.readFileSync(readmeFile, 'utf8'), domain));
}
