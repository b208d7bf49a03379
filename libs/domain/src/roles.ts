// Who a person is to the service: roles, and what decide() must know of a member of staff.
import type { Competence, Discipline } from './disciplines.js';

export const roles = {
  'medical-secretary': { name: 'Medical secretary' },
  'mdt-member': { name: 'MDT member' },
  'duty-clinician': { name: 'Duty clinician' },
  chair: { name: 'Chair of the MDT meeting' },
  'team-lead': { name: 'Team lead' },
  manager: { name: 'Manager' },
  'information-governance': { name: 'Information governance' },
  administrator: { name: 'Administrator' },
  referrer: { name: 'Referrer' },
  auditor: { name: 'Auditor' },
  'machine-client': { name: 'Connected system' },
  system: { name: 'Handrail itself, for what time brings' },
} as const satisfies Record<string, { name: string }>;
export type Role = keyof typeof roles;
export const roleCodes = Object.keys(roles) as Role[];

/** A person (or connected system) as the rules see them. `active` false: has left; may do nothing and be given nothing. */
export interface StaffMember {
  staffId: string;
  roles: readonly Role[];
  discipline?: Discipline;
  competences: readonly Competence[];
  teamIds: readonly string[];
  active: boolean;
}
/** Roles that make somebody a clinician: may judge risk, co-sign, decide after non-attendance. */
export const isClinician = (person: StaffMember): boolean =>
  person.discipline !== undefined && person.roles.some((role) => role === 'mdt-member' || role === 'duty-clinician');
export const systemActor: StaffMember = { staffId: 'system', roles: ['system'], competences: [], teamIds: [], active: true };
