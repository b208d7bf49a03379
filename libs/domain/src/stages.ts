// The stages of a referral and which may follow which. `awaiting-treatment` is the hidden wait between assessment and therapy.

/** Every stage, with the stages that may follow it. `closed` ends; every open stage can reach it. */
export const stages = {
  'awaiting-triage': { name: 'Awaiting triage', next: ['awaiting-information', 'awaiting-assessment', 'awaiting-allocation', 'in-follow-up', 'closed'] },
  'awaiting-information': { name: 'Awaiting information from the referrer', next: ['awaiting-triage', 'awaiting-assessment', 'awaiting-allocation', 'in-follow-up', 'closed'] },
  'awaiting-assessment': { name: 'Awaiting assessment', next: ['awaiting-information', 'in-assessment', 'in-follow-up', 'closed'] },
  'in-assessment': { name: 'In assessment', next: ['awaiting-allocation', 'in-follow-up', 'closed'] },
  'awaiting-allocation': { name: 'Awaiting MDT allocation', next: ['awaiting-information', 'awaiting-treatment', 'in-follow-up', 'closed'] },
  'awaiting-treatment': { name: 'Awaiting treatment', next: ['in-treatment', 'in-follow-up', 'closed'] },
  'in-treatment': { name: 'In treatment', next: ['in-follow-up', 'closed'] },
  'in-follow-up': { name: 'Discharged, letters and follow-up open', next: ['closed'] },
  closed: { name: 'Closed', next: [] },
} as const satisfies Record<string, { name: string; next: readonly string[] }>;
export type Stage = keyof typeof stages;
export type OpenStage = Exclude<Stage, 'closed'>;
export const stageCodes = Object.keys(stages) as Stage[];
export const openStages = stageCodes.filter((stage): stage is OpenStage => stage !== 'closed');
export const waitingStages = ['awaiting-assessment', 'awaiting-allocation', 'awaiting-treatment'] as const satisfies Stage[];
export const mayFollow = (from: Stage, to: Stage): boolean => (stages[from].next as readonly Stage[]).includes(to);

/** How a referral came to its end. */
export const endings = {
  discharged: 'discharged with a coded outcome',
  returned: 'returned to the referrer',
  duplicate: 'duplicate of another referral',
  withdrawn: 'withdrawn by the patient or the referrer',
  died: 'the patient has died',
  'moved-away': 'the patient has moved away',
} as const;
export type Ending = keyof typeof endings;
