// `handrail tour [--ending NAME]`: one made-up referral the whole way, over HTTP, as each role in turn, with a sentence for each step.
import { InvalidArgumentError, type Command } from 'commander';
import { listStaff, loadKeys, type StaffRow } from '#database';
import { disciplines, localDay, queueName, roles, type Queue } from '#domain';
import { tourEnding, tourEndingNames, type TourEndingName } from './tour/endings.js';
import { madeUpReferral } from './tour/made-up-person.js';
import { Traveller, type Seen } from './tour/over-http.js';
import { whereTheRecordIs, withTheRecord } from './the-record.js';

export function register(program: Command): void {
  program.command('tour')
    .description('take a made-up referral the whole way over HTTP, saying what happens at each step')
    .option('--ending <name>', `how it ends: ${tourEndingNames.join(', ')}`, known, 'discharged' satisfies TourEndingName)
    .option('--api <address>', 'address of the API; left out: the one that runs here')
    .action(async ({ ending, api }: { ending: TourEndingName; api?: string }) => {
      const { run, keys } = whereTheRecordIs();
      const address = api ?? run?.api;
      if (!address) throw new Error('No API runs here: start it with "npm start", or say with --api where it is.');
      const staff = await withTheRecord(1, listStaff);
      await takeTheTour(new Traveller(address.replace(/\/$/, ''), loadKeys(keys).token), staff, ending, (line) => console.log(line));
    });
}

function known(name: string): TourEndingName {
  if ((tourEndingNames as string[]).includes(name)) return name as TourEndingName;
  throw new InvalidArgumentError(`The tour knows these endings: ${tourEndingNames.join(', ')}.`);
}

/** Takes one referral to its ending and says so, step by step. Throws when a step is refused or the referral ends otherwise. */
export async function takeTheTour(traveller: Traveller, staff: readonly StaffRow[], name: TourEndingName, say: (line: string) => void): Promise<Seen> {
  const chosen = tourEnding(name);
  const course = chosen.course(Date.now());
  const intake = madeUpReferral(Date.now() % 1_000_000, course.steps.some((step) => step.act === 'bookAppointment') ? course.receivedAt : undefined);
  const who = new Map(staff.map((one) => [one.staffId, one]));
  say(`Ending "${name}": ${chosen.words}.\n`);
  const received = [];
  for (let no = 0; no < course.received; no += 1) received.push(await traveller.receive('dr-hughes', intake));
  const [first, last] = [received[0]!, received.at(-1)!];
  say(`0. ${nameOf(who, 'dr-hughes')}: The GP refers a made-up patient${received.length > 1 ? ', and again by mistake' : ''}; the receipt is ${last.reference}${last.flags.length > 0 ? ` (${last.flags.join(', ')})` : ''}.${intake.receivedAt ? ` It is dated ${localDay(course.receivedAt, 'Europe/London')}, so that its appointments can lie in the past.` : ''}`);
  let seen = await traveller.see('amina', last.referralId);
  say(where(seen));
  for (const [place, step] of course.steps.entries()) {
    seen = await traveller.take(step, { referralId: last.referralId, firstReferralId: first.referralId });
    say(`${place + 1}. ${nameOf(who, step.by)}: ${step.says}\n${where(seen)}`);
  }
  if (seen.stage !== 'closed' || seen.ending !== chosen.ending || (chosen.code ?? seen.dischargeCode) !== seen.dischargeCode) throw new Error(`The referral was to end as ${chosen.ending}, but is ${seen.stage} (${seen.ending ?? 'no ending'}).`);
  say(`\nThe referral has ended: ${seen.ending}${seen.dischargeCode ? `, discharge code ${seen.dischargeCode}` : ''}. See it: npm run -s handrail -- referral show ${seen.reference} --all`);
  return seen;
}

function nameOf(who: ReadonlyMap<string, StaffRow>, staffId: string): string {
  const one = who.get(staffId);
  if (!one) throw new Error(`The tour needs the demonstration staff; ${staffId} does not work here.`);
  return `${one.name} (${one.discipline ? disciplines[one.discipline].name.toLowerCase() : roles[one.roles[0]!].name.toLowerCase()})`;
}

function where({ stageName, nextStep }: Seen): string {
  if (!nextStep) return `   → ${stageName}.`;
  const { name, queue, assignedTo, dueAt } = nextStep;
  return `   → ${stageName}. Next: ${name}, ${assignedTo?.name ?? queueName(queue as Queue)}, by ${localDay(dueAt, 'Europe/London')}.`;
}
