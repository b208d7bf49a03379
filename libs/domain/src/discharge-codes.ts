// How an episode ended, in the national codes. Source: NHS England Talking Therapies SQL and measure definitions (EndCode).

export const dischargeCodes = {
  '50': { words: 'not assessed', group: 'not-seen' },
  '10': { words: 'not suitable, no action or back to referrer', group: 'seen' },
  '11': { words: 'not suitable, signposted elsewhere, patient agrees', group: 'seen' },
  '12': { words: 'discharged by mutual agreement after advice and support', group: 'seen' },
  '13': { words: 'referred to another therapy service by mutual agreement', group: 'seen' },
  '14': { words: 'suitable, but patient declined treatment', group: 'seen' },
  '16': { words: 'incomplete assessment (dropped out)', group: 'seen' },
  '17': { words: 'deceased (assessed only)', group: 'seen' },
  '95': { words: 'not known (assessed only)', group: 'seen' },
  '46': { words: 'mutually agreed completion', group: 'treated' },
  '47': { words: 'ended earlier than the professional planned', group: 'treated' },
  '48': { words: 'ended earlier than the patient requested', group: 'treated' },
  '49': { words: 'deceased (treated)', group: 'treated' },
  '96': { words: 'not known (treated)', group: 'treated' },
} as const satisfies Record<string, { words: string; group: 'not-seen' | 'seen' | 'treated' }>;
export type DischargeCode = keyof typeof dischargeCodes;
export const dischargeCodeList = Object.keys(dischargeCodes) as DischargeCode[];
/** The codes of those who died are given by the act of recording a death, never chosen at a discharge. */
export const deathCodes = ['17', '49'] as const satisfies DischargeCode[];
