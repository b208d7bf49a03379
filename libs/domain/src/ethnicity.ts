// Ethnic category as the NHS asks it (NHS Data Dictionary, Ethnic Category, the categories of the 2001 census). I, O and Q
// were never given out, so that nobody takes them for a digit.

export const ETHNICITIES = {
  A: 'White: British',
  B: 'White: Irish',
  C: 'White: any other White background',
  D: 'Mixed: White and Black Caribbean',
  E: 'Mixed: White and Black African',
  F: 'Mixed: White and Asian',
  G: 'Mixed: any other mixed background',
  H: 'Asian or Asian British: Indian',
  J: 'Asian or Asian British: Pakistani',
  K: 'Asian or Asian British: Bangladeshi',
  L: 'Asian or Asian British: any other Asian background',
  M: 'Black or Black British: Caribbean',
  N: 'Black or Black British: African',
  P: 'Black or Black British: any other Black background',
  R: 'Other ethnic groups: Chinese',
  S: 'Other ethnic groups: any other ethnic group',
  Z: 'Not stated',
  '99': 'Not known',
} as const satisfies Record<string, string>;

export type EthnicityCode = `${keyof typeof ETHNICITIES}`;
/** Every code, letters first. */
export const ETHNICITY_CODES = [...'ABCDEFGHJKLMNPRSZ', '99'] as readonly EthnicityCode[];

/** True for one of the eighteen codes, written as the NHS writes them. */
export function isEthnicityCode(code: string): code is EthnicityCode {
  return Object.hasOwn(ETHNICITIES, code);
}
