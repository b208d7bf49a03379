// The people of a made-up service for tests: one of each discipline and role, one of another team, one who has left. Deterministic.
import { disciplineCodes, systemActor, type Competence, type Discipline, type Role, type StaffMember } from '#domain';

const north = ['north-team'];
const both = ['north-team', 'south-team'];
const person = (staffId: string, roles: Role[], discipline?: Discipline, competences: Competence[] = [], teamIds: string[] = north): StaffMember =>
  ({ staffId, roles, competences, teamIds, active: true, ...(discipline && { discipline }) });

/**
 * By name. Clinicians come with their discipline; `helen` chairs, `judith` leads, `leon` is of the southern team, `gwen` has left.
 * `gareth`, `ngozi` and `judith` work in both teams.
 */
export const staff = {
  amina: person('amina', ['medical-secretary']),
  gareth: person('gareth', ['medical-secretary'], undefined, [], both),
  helen: person('helen', ['mdt-member', 'chair'], 'clinical-psychologist', ['supervision']),
  ngozi: person('ngozi', ['mdt-member', 'duty-clinician'], 'mental-health-nurse', ['prescribing'], both),
  callum: person('callum', ['mdt-member', 'duty-clinician'], 'community-practice-nurse'),
  beth: person('beth', ['mdt-member'], 'occupational-therapist'),
  rosa: person('rosa', ['mdt-member'], 'arts-therapist'),
  farid: person('farid', ['mdt-member'], 'medical-psychotherapist', ['prescribing']),
  imogen: person('imogen', ['mdt-member'], 'psychotherapist'),
  ines: person('ines', ['mdt-member'], 'psychotherapist'),
  siobhan: person('siobhan', ['mdt-member', 'duty-clinician'], 'social-worker'),
  victor: person('victor', ['mdt-member'], 'psychiatrist', ['prescribing']),
  vera: person('vera', ['mdt-member'], 'psychiatrist'),
  mei: person('mei', ['mdt-member'], 'high-intensity-therapist'),
  owen: person('owen', ['mdt-member'], 'psychological-wellbeing-practitioner'),
  dora: person('dora', ['mdt-member'], 'support-worker'),
  paul: person('paul', ['mdt-member'], 'mental-health-professional'),
  judith: person('judith', ['team-lead', 'chair'], undefined, [], both),
  marcus: person('marcus', ['manager']),
  priya: person('priya', ['administrator'], undefined, [], []),
  isla: person('isla', ['information-governance']),
  edwin: person('edwin', ['auditor']),
  drHughes: person('drHughes', ['referrer'], undefined, [], []),
  gpSystem: person('gpSystem', ['machine-client'], undefined, [], []),
  leon: person('leon', ['mdt-member'], 'psychotherapist', [], ['south-team']),
  gwen: { ...person('gwen', ['mdt-member'], 'psychotherapist'), active: false },
  system: systemActor,
} satisfies Record<string, StaffMember>;
export type StaffName = keyof typeof staff;
export const staffNames = Object.keys(staff) as StaffName[];

const missing = disciplineCodes.filter((discipline) => !Object.values(staff).some((one: StaffMember) => one.discipline === discipline));
if (missing.length > 0) throw new Error(`nobody in the tests is a ${missing.join(', ')}`);
