// The tables say what the rules do: which act raises and closes each task, which stage follows which. Walked here, both ways: by random
// lives, and by the few paths that a random life seldom takes.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPolicy, endsEverything, openStages, stageCodes, stages, taskKind, taskTypes, type ActName, type Command, type EventOf, type OpenStage, type Raiser, type ReferralEvent, type Stage, type TaskType } from './index.js';
import { chance } from '../../../test/builders/chance.js';
import { after, type Course } from '../../../test/builders/course.js';
import { accepted, allocate, assess, book, cbt, medication, psychoanalysis, referralAt, session, type Wishes } from '../../../test/builders/referral.js';
import { walk } from '../../../test/builders/walk.js';

const lives = 2_500;
const raised = new Map<TaskType, Set<Raiser>>(taskTypes.map((type) => [type, new Set()]));
const closed = new Map<TaskType, Set<ActName>>(taskTypes.map((type) => [type, new Set()]));
const followed = new Map<Stage, Set<Stage>>(stageCodes.map((stage) => [stage, new Set()]));

const isEnd = (act: ActName) => (endsEverything as readonly ActName[]).includes(act);
const witness: NonNullable<Course['witness']> = ({ act, before, told }) => {
  const tasks = new Map(Object.values(before?.tasks ?? {}).map((task) => [task.no, `${task.task}/${task.strandNo ?? ''}/${task.appointmentNo ?? ''}`]));
  const raisings = told.filter((event): event is ReferralEvent & EventOf<'task-raised'> => event.type === 'task-raised');
  for (const event of raisings) tasks.set(event.no, `${event.task}/${event.strandNo ?? ''}/${event.appointmentNo ?? ''}`);
  const dropped = told.flatMap((event) => (event.type === 'task-closed' && event.outcome === 'no-longer-needed' ? [tasks.get(event.no)!] : []));
  const passedOn = new Set(raisings.map(({ no }) => tasks.get(no)!).filter((task) => dropped.includes(task)));
  const ends = act !== undefined && isEnd(act) && told.some(({ type }) => type === 'referral-closed' || type === 'discharged');
  for (const event of raisings) if (!passedOn.has(tasks.get(event.no)!)) raised.get(event.task)!.add(act ?? 'time-passed');
  for (const event of told) {
    if (event.type !== 'task-closed') continue;
    const task = tasks.get(event.no)!;
    if (event.outcome === 'done' || !(ends || passedOn.has(task))) closed.get(task.split('/')[0] as TaskType)!.add(act!);
  }
  let stage = before?.stage;
  for (const event of told) if (event.type === 'stage-entered') { followed.get(stage ?? 'awaiting-triage')!.add(event.stage); stage = event.stage; }
};

const strict = { ...defaultPolicy, attendance: { lateCancelHours: 24, countDna: true, countLateCancellation: true } };
const extension = { act: 'requestExtension' as const, strandNo: 1, sessions: 2, reason: 'slow-engagement' as const };
const decided = (approved: boolean) => ({ act: 'decideExtension' as const, strandNo: 1, approved });
const watched = (stage: Stage, wishes: Wishes = {}): Course => { const course = referralAt(stage, wishes); course.witness = witness; return course; };
const sessions = (course: Course, held: number) => { for (let no = 1; no <= held; no += 1) session(course); return course; };
const usedUp = () => sessions(watched('awaiting-treatment', { strands: [{ ...cbt, sessions: 6 }] }), 6);
const parallel = () => { const course = sessions(watched('awaiting-treatment', { strands: [psychoanalysis, medication] }), 1); session(course, { strandNo: 2 }); course.passes({ days: 84 }); return course; };
const decidesOnMissed = (course: Course, decision: 'offer-again' | 'end-care') => course.does('ngozi', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision, riskChecked: true, vulnerabilityChecked: true, contactAttempted: true });
const notAttended = (course: Course) => { session(course, { code: '3' }); decidesOnMissed(course, 'offer-again'); };
const cancelledLate = (course: Course) => { const appointmentNo = book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1, days: 1 }); course.does('amina', { act: 'cancelAppointment', appointmentNo, by: 'patient', contactAt: after(course.at, { hours: 12 }) }); };

/** Paths that a random life seldom takes. */
const rarePaths: Record<string, () => void> = {
  'the allowance is used up, more sessions are declined, then approved': () => {
    const course = usedUp();
    for (const approved of [false, true]) { course.does('imogen', extension); course.does('judith', decided(approved)); }
  },
  'the allowance is used up and the review ends the strand': () => { const course = usedUp(); course.does('imogen', { act: 'recordReview', kind: 'end', strandNo: 1, outcome: 'end' }); course.does('imogen', extension); course.does('judith', decided(true)); },
  'the strand ends instead of its end review, its planned ending, its mid-course review': () => { usedUp().does('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' }); },
  'the strand ends while more sessions are asked for': () => { const course = usedUp(); course.does('imogen', extension); course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'patient-ended' }); },
  'the clinician leaves while more sessions are asked for': () => { const course = usedUp(); course.does('imogen', extension); course.does('judith', { act: 'returnHoldings', staffId: 'imogen' }); course.does('judith', decided(true)); },
  'the last sessions are missed, and count': () => { const course = sessions(watched('awaiting-treatment', { policy: strict, strands: [{ ...cbt, sessions: 6 }] }), 3); for (let no = 1; no <= 3; no += 1) notAttended(course); },
  'the last sessions are cancelled late, and count': () => { const course = sessions(watched('awaiting-treatment', { policy: strict, strands: [{ ...cbt, sessions: 6 }] }), 3); for (let no = 1; no <= 3; no += 1) cancelledLate(course); },
  'parallel care is reviewed, and later ends in one strand while a review is due': () => {
    const course = parallel();
    course.does('judith', { act: 'recordReview', kind: 'joint', outcome: 'continue' });
    course.passes({ days: 84 });
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' });
  },
  'a joint review ends the care': () => { parallel().does('judith', { act: 'recordReview', kind: 'joint', outcome: 'end' }); },
  'the clinician leaves after a session was missed': () => { const course = watched('in-treatment'); session(course, { code: '3' }); course.does('judith', { act: 'returnHoldings', staffId: 'imogen' }); decidesOnMissed(course, 'offer-again'); },
  'care was to end after a missed assessment, and the meeting allocates after all': () => {
    const course = watched('awaiting-assessment');
    assess(course, '3');
    course.does('amina', { act: 'askReferrerForInformation', questions: ['contact'] });
    course.does('ngozi', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    decidesOnMissed(course, 'end-care');
    allocate(course);
  },
  'an accepted referral is back in triage and is discharged from there': () => {
    const course = accepted();
    course.witness = witness;
    course.does('amina', { act: 'escalateToDutyClinician' });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['consent'] });
    course.does('amina', { act: 'returnToReferrer', reason: '02', signpost: 'none' });
    course.does('ngozi', { act: 'declineReturn' });
    course.does('ngozi', { act: 'discharge', code: '50', riskLevel: 'low' });
  },
};

/** From each stage: the end, the question to the referrer and the discharge, where they are possible. */
function fromEveryStage(stage: OpenStage): void {
  watched(stage).does('amina', { act: 'recordDeath' });
  for (const command of [{ act: 'askReferrerForInformation', questions: ['other'] }, ...(['50', '12', '46'] as const).map((code) => ({ act: 'discharge', code, riskLevel: 'low', scoresUnavailable: true }))] as Command[]) {
    const course = watched(stage);
    if (stage === 'in-assessment') course.does('helen', { act: 'signNote', appointmentNo: 1, noteId: 'n' });
    course.attempts('ngozi', command);
  }
}

beforeAll(() => {
  openStages.forEach(fromEveryStage);
  for (const path of Object.values(rarePaths)) path();
  for (let life = 1; life <= lives; life += 1) {
    const roll = chance(life * 7919);
    walk(Array.from({ length: 30 }, () => Math.floor(roll() * 2 ** 32)), ({ act, before, told }) => witness({ act, before, told }));
  }
}, 60_000);

describe('tasks', () => {
  test.each(taskTypes)('"%s" is raised and closed by exactly the acts that its row names', (type) => {
    expect({ raisedBy: [...raised.get(type)!].sort(), closedBy: [...closed.get(type)!].sort() })
      .toEqual({ raisedBy: [...taskKind(type).raisedBy].sort(), closedBy: [...taskKind(type).closedBy].sort() });
  });
});

describe('stages', () => {
  test.each(stageCodes)('%s is followed by exactly the stages that its row names', (stage) => {
    expect([...followed.get(stage)!].sort()).toEqual([...stages[stage].next].sort());
  });
  test('every stage is reached, and from every open stage referrals come to their end', () => {
    const reached = new Set<Stage>(['awaiting-triage', ...[...followed.values()].flatMap((next) => [...next])]);
    expect([...reached].sort()).toEqual([...stageCodes].sort());
    for (const stage of stageCodes.filter((one) => one !== 'closed')) expect(followed.get(stage)).toContain('closed');
  });
});
