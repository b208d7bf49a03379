// What whoever works at a task of a made-up referral sees and has at hand.
import { isClinician, type Command, type Competence, type Discipline, type Instant, type OpenTask, type Policy, type Referral, type Role, type StaffMember } from '#domain';
import type { Chance } from './chance.js';
import type { Diary } from './diary.js';
import type { Fate } from './fates.js';

export interface Scene { referral: Referral; task: OpenTask; at: Instant; luck: Chance; fate: Fate; team: Team; diary: Diary; policy: Policy; earlierReferralId: string | undefined }
export interface Deed { by: string; command: Command; words?: string }
/** How a type of task is worked at: how long after it was raised (working hours; undefined = nobody ever does), and what is done. */
export interface Answer { after: (scene: Scene) => { workingHours: number } | { hours: number } | { at: Instant } | undefined; does: (scene: Scene) => Deed[] }

/** The staff of one team, by what they may do. Throws a sentence when a role is missing. */
export class Team {
  constructor(readonly teamId: string, readonly staff: readonly StaffMember[]) {}
  with(role: Role, luck: Chance): string {
    return luck.of(this.enough(this.staff.filter((one) => one.roles.includes(role)), role)).staffId;
  }
  /** A clinician other than `not`. */
  clinician(luck: Chance, not?: string): string {
    return luck.of(this.enough(this.staff.filter((one) => isClinician(one) && one.roles.includes('duty-clinician') && one.staffId !== not), 'duty-clinician')).staffId;
  }
  of(discipline: Discipline, needs?: Competence): StaffMember[] {
    return this.staff.filter((one) => isClinician(one) && one.discipline === discipline && (!needs || one.competences.includes(needs)));
  }
  get people(): Record<string, StaffMember> { return Object.fromEntries(this.staff.map((one) => [one.staffId, one])); }
  private enough(found: StaffMember[], role: string): StaffMember[] {
    if (found.length === 0) throw new Error(`The team ${this.teamId} has no ${role}: a made-up life needs one.`);
    return found;
  }
}

/** Can this team carry a referral the whole way? */
export const isWhole = (staff: readonly StaffMember[]): boolean =>
  (['medical-secretary', 'duty-clinician', 'chair', 'team-lead'] as const).every((role) => staff.some((one) => one.roles.includes(role))) && staff.filter(isClinician).length >= 3;
