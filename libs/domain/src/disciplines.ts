// Who works in the team. A discipline has a queue of its own; prescribing is a competence of a person, not a discipline.
// Source: medical psychotherapist careers profile; NHS Highland CMHT guidelines; UEA supervision resources (Talking Therapies).

/** Every discipline of the multidisciplinary team, with the words people use for it. */
export const disciplines = {
  'clinical-psychologist': { name: 'Clinical psychologist' },
  'mental-health-nurse': { name: 'Mental health nurse' },
  'community-practice-nurse': { name: 'Community practice nurse' },
  'occupational-therapist': { name: 'Occupational therapist' },
  'arts-therapist': { name: 'Arts therapist' },
  'medical-psychotherapist': { name: 'Medical psychotherapist' },
  psychotherapist: { name: 'Psychotherapist' },
  psychiatrist: { name: 'Psychiatrist' },
  'social-worker': { name: 'Social worker' },
  'high-intensity-therapist': { name: 'High-intensity therapist' },
  'psychological-wellbeing-practitioner': { name: 'Psychological wellbeing practitioner' },
  'support-worker': { name: 'Support worker' },
  'mental-health-professional': { name: 'Other mental-health professional' },
} as const satisfies Record<string, { name: string }>;
export type Discipline = keyof typeof disciplines;
export const disciplineCodes = Object.keys(disciplines) as Discipline[];

/** What a person is trained for beyond their discipline; a modality may ask for one. */
export const competences = {
  prescribing: { name: 'Prescribing' },
  supervision: { name: 'Clinical supervision' },
  'group-facilitation': { name: 'Group facilitation' },
} as const satisfies Record<string, { name: string }>;
export type Competence = keyof typeof competences;

/** The queues that belong to a role rather than to a discipline. */
export const roleQueues = {
  'medical-secretaries': { name: 'Medical secretaries' },
  'duty-clinicians': { name: 'Duty clinicians' },
  'mdt-meeting': { name: 'MDT meeting' },
  'team-leads': { name: 'Team leads' },
} as const satisfies Record<string, { name: string }>;
export type Queue = keyof typeof roleQueues | Discipline;
export const queueCodes = [...Object.keys(roleQueues), ...disciplineCodes] as Queue[];
export const queueName = (queue: Queue): string =>
  queue in roleQueues ? roleQueues[queue as keyof typeof roleQueues].name : disciplines[queue as Discipline].name;
