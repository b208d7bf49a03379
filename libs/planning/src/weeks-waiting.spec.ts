import { weeksWaiting } from './weeks-waiting.js';

describe('weeks waiting', () => {
  it('is no week yet on the sixth day after the referral came', () => expect(weeksWaiting('2025-01-06', '2025-01-12')).toBe(0));
  it('is one week on the seventh day', () => expect(weeksWaiting('2025-01-06', '2025-01-13')).toBe(1));
  it('is 18 weeks on day 126, although the clocks went forward on the way', () => expect(weeksWaiting('2025-01-06', '2025-05-12')).toBe(18));
  it('is no week for a clock that starts tomorrow', () => expect(weeksWaiting('2025-01-07', '2025-01-06')).toBe(0));
});
