// The tables of the clinic are complete and agree with one another. What one row promises, another must keep.
import { describe, expect, test } from '@jest/globals';
import * as domain from '#domain';
import { actNames, acts, competences, defaultPolicy, disciplineCodes, disciplines, endsEverything, modality, modalityCodes, openStages, queueCodes, queuesOf, roleCodes, roleQueues, stageCodes, stages, taskKind, taskTypes, timers, type ActName, type Discipline, type Queue, type Role, type Stage, type StaffMember, type TaskType } from '#domain';
import { steps } from '../../libs/domain/src/decide.js';

const stagesOf = (act: ActName): readonly Stage[] => acts[act].stages;
const rolesOf = (act: ActName): readonly Role[] => acts[act].roles;
/** A person with this role alone; a member of the team has a discipline, that of the queue where there is one. */
const person = (role: Role, queue: Queue): StaffMember =>
  ({ staffId: role, roles: [role], discipline: role === 'mdt-member' ? (queue in disciplines ? queue as Discipline : 'psychotherapist') : undefined, competences: [], teamIds: ['team'], active: true });
const holdersOf = (queue: Queue): Role[] => roleCodes.filter((role) => queuesOf(person(role, queue)).includes(queue));
/** May hold it to look into it, yet somebody else decides: the task is then reassigned to them. */
const looksIntoIt: Partial<Record<TaskType, Role[]>> = { 'consider-second-strand': ['mdt-member'] };

describe('who we are and what we offer', () => {
  test.each(disciplineCodes)('%s has a queue of its own and delivers at least one modality', (discipline) => {
    expect(queueCodes.filter((queue) => queue === discipline)).toHaveLength(1);
    expect(modalityCodes.filter((code) => modality(code).deliveredBy.includes(discipline))).not.toHaveLength(0);
  });

  test.each(modalityCodes)('%s is delivered by disciplines that exist, in a format, within limits that make sense', (code) => {
    const { deliveredBy, formats, minutes, sessions, needs, midCourseAt, reviewEveryWeeks } = modality(code);
    expect(new Set(deliveredBy).size).toBe(deliveredBy.length);
    for (const discipline of deliveredBy) expect(disciplineCodes).toContain(discipline);
    for (const format of formats) expect(domain.formats).toContain(format);
    expect(minutes.least).toBeGreaterThan(0);
    expect(minutes.usual).toBeGreaterThanOrEqual(minutes.least);
    expect(minutes.most).toBeGreaterThanOrEqual(minutes.usual);
    if (needs) expect(Object.keys(competences)).toContain(needs);
    if (sessions) {
      expect(sessions.least).toBeGreaterThan(0);
      expect(sessions.most).toBeGreaterThanOrEqual(sessions.least);
      expect(midCourseAt ?? 1).toBeLessThanOrEqual(sessions.least);
    } else expect(reviewEveryWeeks ?? defaultPolicy.openEndedReviewWeeks).toBeGreaterThan(0);
  });
});

describe('tasks', () => {
  test.each(taskTypes)('"%s" is raised and closed by acts that exist, in a queue that exists', (type) => {
    const { raisedBy, closedBy, queue, due } = taskKind(type);
    for (const raiser of raisedBy) expect([...actNames, 'time-passed']).toContain(raiser);
    for (const closer of closedBy) expect(actNames).toContain(closer);
    expect([...queueCodes, 'strand']).toContain(queue);
    expect(due).not.toBe('');
  });

  test.each(taskTypes)('whoever may hold "%s" may also close it', (type) => {
    const { queue, closedBy } = taskKind(type);
    const holders = holdersOf(queue === 'strand' ? 'psychotherapist' : queue);
    expect(holders).not.toHaveLength(0);
    const stuck = holders.filter((role) => !closedBy.some((act) => rolesOf(act).includes(role)));
    expect(stuck).toEqual(looksIntoIt[type] ?? []);
  });

  test.each(taskTypes)('"%s" can be closed in a stage that its raising may leave behind', (type) => {
    const { raisedBy, closedBy } = taskKind(type);
    const after = (act: ActName) => stagesOf(act).flatMap((stage) => [stage, ...stages[stage].next]);
    const raisedIn = new Set<Stage>(raisedBy.flatMap((raiser) => (raiser === 'time-passed' ? openStages : raiser === 'receive' ? ['awaiting-triage'] : after(raiser)) as Stage[]));
    const closable = closedBy.some((act) => stagesOf(act).some((stage) => raisedIn.has(stage)));
    expect(closable).toBe(true);
  });

  test('every role queue and the queue of a discipline has a kind of task that lies in it', () => {
    const used = new Set<Queue | 'strand'>(taskTypes.map((type) => taskKind(type).queue));
    expect([...used].sort()).toEqual([...Object.keys(roleQueues), 'strand'].sort());
  });
});

describe('acts and stages', () => {
  test('every act has a step of care that carries it out, and every step is an act', () => {
    expect(Object.keys(steps).sort()).toEqual(actNames.filter((act) => act !== 'receive').sort());
  });

  test.each(actNames.filter((act) => act !== 'receive'))('%s is possible in some stage, for some role that people have', (act) => {
    expect(stagesOf(act)).not.toHaveLength(0);
    expect(rolesOf(act).filter((role) => role !== 'system')).not.toHaveLength(0);
  });

  test('every stage can be reached from a receipt', () => {
    const reached = new Set<Stage>();
    const walk = (stage: Stage): void => { if (!reached.has(stage)) { reached.add(stage); stages[stage].next.forEach(walk); } };
    walk('awaiting-triage');
    expect([...reached].sort()).toEqual([...stageCodes].sort());
  });

  test.each(openStages)('%s can come to an end, and offers an act that ends it', (stage) => {
    const seen = new Set<Stage>();
    const ends = (from: Stage): boolean => from === 'closed' || (!seen.has(from) && (seen.add(from), stages[from].next.some(ends)));
    expect(ends(stage)).toBe(true);
    expect(endsEverything.filter((act) => stagesOf(act).includes(stage))).not.toHaveLength(0);
  });

  test('what time brings is said in words, and each kind of it does something', () => {
    for (const row of Object.values(timers)) {
      expect(row.words.length).toBeGreaterThan(20);
      expect(row.passes).toBeInstanceOf(Function);
    }
  });
});
