// How made-up referrals go, with the shares in which courses really end: NHS Talking Therapies, January 2021 to March 2026, 3,504,945
// finished courses (codes 46, 47, 48, 49, 96); what happens before treatment is the demonstration's own guess.
import type { DischargeCode, OpenStage } from '#domain';
import type { Chance } from './chance.js';

export interface Fate {
  name: 'treated' | 'returned' | 'no-reply' | 'duplicate' | 'never-opts-in' | 'never-attends' | 'assessed-only' | 'declines' | 'withdraws' | 'moves-away' | 'dies';
  /** The code at the discharge, where this fate leads to one. */
  code?: DischargeCode;
  /** Days after receipt at which it strikes, whatever is going on. */
  afterDays?: number;
  /** Having come to this stage the referral stays there: nobody has got round to it yet. */
  staysAt?: OpenStage;
}

const treatedCodes = [['46', 1_887_595], ['47', 1_084_070], ['48', 81_755], ['96', 64_760]] as const satisfies (readonly [DischargeCode, number])[];
const assessedCodes = [['10', 2], ['11', 4], ['12', 5], ['13', 3], ['16', 2], ['95', 1]] as const satisfies (readonly [DischargeCode, number])[];

/** Every fate once, so that even a small demonstration shows each ending; then by weight. */
const fates: readonly (readonly [Fate['name'], number])[] = [['treated', 62], ['returned', 6], ['duplicate', 2], ['never-opts-in', 6], ['never-attends', 4], ['assessed-only', 8], ['declines', 3], ['withdraws', 4], ['moves-away', 1.5], ['dies', 0.4], ['no-reply', 2]];

/** The fate of the `no`-th referral of a demonstration. */
export function fateOf(luck: Chance, no: number): Fate {
  const name = no < fates.length ? fates[no]![0] : luck.weighted(fates);
  switch (name) {
    case 'treated': return { name, code: luck.weighted(treatedCodes) };
    case 'assessed-only': return { name, code: luck.weighted(assessedCodes) };
    case 'declines': return { name, code: '14' };
    case 'never-opts-in': case 'never-attends': return { name, code: '50' };
    // The first of each comes soon, before anything else can end the referral.
    case 'withdraws': return { name, afterDays: no < fates.length ? 1 : luck.whole(3, 90) };
    case 'moves-away': return { name, afterDays: no < fates.length ? 1 : luck.whole(10, 200) };
    case 'dies': return { name, afterDays: no < fates.length ? 1 : luck.whole(10, 250) };
    case 'returned': case 'no-reply': case 'duplicate': return { name };
  }
}

/** One referral for each open stage, so that every demonstration shows them all: how many days before its last day it is received. */
export const shown = [
  { days: 1, fate: { name: 'treated', staysAt: 'awaiting-triage' } }, { days: 9, fate: { name: 'no-reply', staysAt: 'awaiting-information' } }, { days: 12, fate: { name: 'treated', staysAt: 'awaiting-assessment' } },
  { days: 60, fate: { name: 'treated', staysAt: 'in-assessment' } }, { days: 75, fate: { name: 'treated', staysAt: 'awaiting-allocation' } }, { days: 90, fate: { name: 'treated', staysAt: 'awaiting-treatment' } },
  { days: 170, fate: { name: 'treated', staysAt: 'in-treatment' } }, { days: 120, fate: { name: 'assessed-only', code: '12', staysAt: 'in-follow-up' } },
] as const satisfies readonly { days: number; fate: Fate }[];
