// Who may do what. One table for acts (acts.ts) and one for everything else that is asked of the service (views, queues, settings);
// API, browser and tests ask here and nowhere else. Deny by default.
import { actOf, type ActName } from './acts.js';
import { disciplineCodes, queueCodes, type Queue } from './disciplines.js';
import type { Referral } from './referral.js';
import { notYours, type Refusal } from './refusals.js';
import { isClinician, type Role, type StaffMember } from './roles.js';

const team = ['medical-secretary', 'mdt-member', 'duty-clinician', 'chair', 'team-lead'] as const;
const clinical = ['mdt-member', 'duty-clinician', 'chair', 'team-lead'] as const;

export const permissions = {
  'session.own': { words: 'see who they are, and see and end their own sessions', roles: [...team, 'manager', 'information-governance', 'administrator', 'referrer', 'auditor', 'machine-client'] },
  'referral.view': { words: 'see a referral', roles: [...team, 'manager', 'administrator'] },
  'referral.search': { words: 'search for a referral', roles: team },
  'note.view': { words: 'read clinical notes', roles: clinical },
  'document.attach': { words: 'attach a document', roles: [...team, 'referrer', 'machine-client'] },
  'document.view': { words: 'open a document', roles: clinical },
  'queue.view': { words: 'see task queues', roles: [...team, 'manager'] },
  'task.claim': { words: 'claim or release a task', roles: team },
  'task.reassign': { words: 'reassign other people’s tasks', roles: ['team-lead', 'chair', 'manager', 'medical-secretary'] },
  'task.comment': { words: 'comment on a task or set a follow-up date', roles: team },
  'person.view': { words: 'see a person’s record', roles: team },
  'person.change': { words: 'change a person’s name, address or identifiers', roles: ['medical-secretary', 'administrator', 'team-lead'] },
  'staff.view': { words: 'see who works here', roles: [...team, 'manager', 'administrator'] },
  'staff.change': { words: 'change who works here', roles: ['administrator', 'team-lead'] },
  'policy.view': { words: 'see what the service promises', roles: [...team, 'manager', 'administrator', 'information-governance', 'auditor'] },
  'policy.change': { words: 'change what the service promises', roles: ['manager', 'administrator'] },
  'audit.view': { words: 'see who looked at a person’s record', roles: ['information-governance', 'auditor'] },
  'delivery.view': { words: 'see letters on their way', roles: [...team, 'manager'] },
  'import.run': { words: 'import referrals', roles: ['administrator', 'team-lead'] },
} as const satisfies Record<string, { words: string; roles: readonly Role[] }>;
export type Permission = keyof typeof permissions;
export const permissionCodes = Object.keys(permissions) as Permission[];

/** Has this person the permission, by any role? A person who has left has none. */
export const mayDo = (person: StaffMember, permission: Permission): boolean =>
  person.active && person.roles.some((role) => (permissions[permission].roles as readonly Role[]).includes(role));

const teamless: readonly Role[] = ['system', 'referrer', 'machine-client', 'administrator'];
/** Does the referral belong to one of this person's teams? Connected systems, referrers and administrators are bound to no team. */
export const isOfTeam = (person: StaffMember, teamId: string): boolean =>
  person.teamIds.includes(teamId) || person.roles.some((role) => teamless.includes(role));

/** A clinician's role counts only for somebody of a discipline: a wrong entry in the staff list makes nobody a clinician. */
const rolesOf = (person: StaffMember): readonly Role[] => (isClinician(person) ? person.roles : person.roles.filter((role) => role !== 'mdt-member' && role !== 'duty-clinician'));
/** May this person be given an appointment or a strand of this team: a clinician, here, and able to see the referral? */
export const mayTreat = (person: StaffMember, teamId: string): boolean => person.active && isClinician(person) && person.teamIds.includes(teamId);

/** Why this person may not do this act, or undefined when they may. */
export function may(person: StaffMember, act: ActName, referral?: Pick<Referral, 'teamId'>): Refusal | undefined {
  if (!person.active) return notYours('has-left');
  if (!rolesOf(person).some((role) => (actOf(act).roles as readonly Role[]).includes(role))) return notYours('role-does-not-allow');
  return referral && !isOfTeam(person, referral.teamId) ? notYours('not-your-team') : undefined;
}

/** Who may hold tasks of the queues that belong to a role; a discipline's queue is for that discipline alone. */
const queueRoles: Partial<Record<Queue, readonly Role[]>> = {
  'medical-secretaries': ['medical-secretary'],
  'duty-clinicians': ['duty-clinician', 'mdt-member'],
  'mdt-meeting': ['chair', 'team-lead', 'mdt-member'],
  'team-leads': ['team-lead', 'chair'],
};
/** The queues from which this person may take work, in their own teams. A secretary never holds a clinician's task. */
export const queuesOf = (person: StaffMember): Queue[] =>
  person.active ? queueCodes.filter((queue) => {
    const forRoles = queueRoles[queue];
    return forRoles ? person.roles.some((role) => forRoles.includes(role)) : person.discipline === queue && disciplineCodes.includes(queue as never);
  }) : [];
