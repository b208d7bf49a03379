// The demonstration service: one service with two teams at two sites, its first policy, and one or two people for each role and discipline.
import { defaultPolicy, type Competence, type Discipline, type Role } from '#domain';
import type { StaffRow } from './staff.store.js';
import { asOutage, dataSourceFor } from './database.js';

type Seed = [staffId: string, name: string, roles: Role[], discipline?: Discipline, competences?: Competence[], teams?: string[]];
const north = 'north-team';
const both = [north, 'south-team'];
export const demonstrationStaff: readonly Seed[] = [
  ['amina', 'Amina Yusuf', ['medical-secretary']],
  ['gareth', 'Gareth Pryce', ['medical-secretary'], undefined, [], both],
  ['helen', 'Helen Marsh', ['mdt-member', 'chair'], 'clinical-psychologist', ['supervision']],
  ['tomasz', 'Tomasz Zieliński', ['mdt-member'], 'clinical-psychologist'],
  ['ngozi', 'Ngozi Okafor', ['mdt-member', 'duty-clinician'], 'mental-health-nurse', ['prescribing']],
  ['callum', 'Callum Reid', ['mdt-member', 'duty-clinician'], 'community-practice-nurse'],
  ['beth', 'Beth Lindqvist', ['mdt-member'], 'occupational-therapist'],
  ['rosa', 'Rosa Delgado', ['mdt-member'], 'arts-therapist', ['group-facilitation']],
  ['farid', 'Farid Haddad', ['mdt-member'], 'medical-psychotherapist', ['prescribing', 'supervision']],
  ['imogen', 'Imogen Clarke', ['mdt-member'], 'psychotherapist', ['group-facilitation']],
  ['leon', 'Leon Baptiste', ['mdt-member'], 'psychotherapist', [], ['south-team']],
  ['siobhan', 'Siobhán Kelly', ['mdt-member', 'duty-clinician'], 'social-worker'],
  ['victor', 'Victor Adeyemi', ['mdt-member'], 'psychiatrist', ['prescribing']],
  ['mei', 'Mei Tanaka', ['mdt-member'], 'high-intensity-therapist'],
  ['owen', 'Owen Blackwood', ['mdt-member'], 'psychological-wellbeing-practitioner'],
  ['dora', 'Dora Whitfield', ['mdt-member'], 'support-worker'],
  ['paul', 'Paul Nkemelu', ['mdt-member'], 'mental-health-professional'],
  ['judith', 'Judith Amsel', ['team-lead', 'chair'], undefined, [], both],
  ['marcus', 'Marcus Feld', ['manager'], undefined, [], both],
  ['priya', 'Priya Raman', ['administrator'], undefined, [], both],
  ['isla', 'Isla Drummond', ['information-governance'], undefined, [], both],
  ['edwin', 'Edwin Sato', ['auditor'], undefined, [], both],
  ['dr-hughes', 'Dr Carys Hughes', ['referrer'], undefined, [], []],
  ['gp-system', 'GP record system', ['machine-client'], undefined, [], []],
];

/** Writes the demonstration service; what is there already is left as it is. Returns its staff. */
export async function seedStaff(ownerUrl: string): Promise<StaffRow[]> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1 });
  try {
    await owner.initialize();
    await owner.query(`INSERT INTO service VALUES ('psychological-therapies', 'Psychological Therapies Service') ON CONFLICT DO NOTHING`);
    await owner.query(`INSERT INTO team VALUES ('north-team', 'psychological-therapies', 'North Team', 'Larch House'), ('south-team', 'psychological-therapies', 'South Team', 'Mill Lane Centre') ON CONFLICT DO NOTHING`);
    await owner.query(`INSERT INTO service_policy VALUES ('psychological-therapies', 1, '2020-01-01', $1) ON CONFLICT DO NOTHING`, [JSON.stringify(defaultPolicy)]);
    for (const [staffId, name, roles, discipline, competences, teams] of demonstrationStaff) {
      await owner.query('INSERT INTO staff_member (staff_id, name, roles, discipline, competences, team_ids) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [staffId, name, roles, discipline ?? null, competences ?? [], teams ?? [north]]);
    }
  } catch (error) { throw asOutage(error); }
  finally { if (owner.isInitialized) await owner.destroy(); }
  return demonstrationStaff.map(([staffId, name, roles, discipline, competences, teams]) => ({ staffId, name, roles, competences: competences ?? [], teamIds: teams ?? [north], active: true, ...(discipline && { discipline }) }));
}
