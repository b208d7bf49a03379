import { ETHNICITIES, ETHNICITY_CODES, isEthnicityCode } from './ethnicity.js';

describe('ethnicity', () => {
  it('has the eighteen codes of the NHS, each with its words', () => {
    expect(ETHNICITY_CODES.join(' ')).toBe('A B C D E F G H J K L M N P R S Z 99');
    expect([...ETHNICITY_CODES].sort()).toEqual(Object.keys(ETHNICITIES).sort());
    expect(new Set(Object.values(ETHNICITIES)).size).toBe(18);
  });

  it.each([...ETHNICITY_CODES])('takes %s', (code) => expect(isEthnicityCode(code)).toBe(true));
  it.each(['I', 'O', 'Q', 'T', 'a', '', ' A', 'AB', '9', '100', 'constructor'])('does not take "%s"', (code) => expect(isEthnicityCode(code)).toBe(false));
});
