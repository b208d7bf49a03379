// TABLE of waiting-time rules: what starts a clock, what stops it, which targets hold from when. A service chooses those that bind it.
// Source of all figures: domain reference sections 3.2, 3.5 and 3.6; each row names its own. A referral received before a row came
// into force has no clock under it: rules apply from a date. Receipt starts every clock; nothing pauses one.
import type { Urgency } from '#domain';

type Day = string;
/** What stops the clock. Leaving before that is no completed wait, but for the 18-week rules, which have stops of their own. */
export type StopRule = 'rtt' | 'first-treatment' | 'assessed-and-treated' | 'helped' | 'assessed' | 'responded';
/** Calendar days, the last one inclusive, or elapsed hours. `wanted`: percent of waits within it, each from a day on; none = no percentage has been set. */
export interface WaitTarget { days?: number; hours?: number; wanted: readonly { from: Day; percent: number }[] }
export interface RuleSet {
  name: string;
  source: string;
  /** What has not been checked at its source. */
  unconfirmed?: string;
  /** Null: from the day of the policy version that a referral follows. */
  inForceFrom: Day | null;
  stops: StopRule;
  targets: Readonly<Record<Urgency, readonly WaitTarget[]>> | { policy: 'assessment' | 'treatment' };
}

const everybody = (...targets: WaitTarget[]): Readonly<Record<Urgency, readonly WaitTarget[]>> => ({ routine: targets, urgent: targets, emergency: targets });

export const ruleSets = {
  'rtt-18-weeks': {
    name: 'Referral to treatment, 18 weeks (consultant-led services in England)', source: 'GOV.UK, RTT rules suite; NHS England, RTT: How to Measure',
    unconfirmed: '92 %; interim 65 % by March 2026; in force in this form since pauses were abolished', inForceFrom: '2015-10-01', stops: 'rtt',
    targets: everybody({ days: 126, wanted: [{ from: '2015-10-01', percent: 92 }] }),
  },
  'talking-therapies': {
    name: 'NHS Talking Therapies, 6 and 18 weeks to first treatment', source: 'NHS England, MH access and waiting time standards; Talking Therapies dashboard SQL',
    unconfirmed: 'the day it came into force', inForceFrom: '2015-04-01', stops: 'first-treatment',
    targets: everybody({ days: 42, wanted: [{ from: '2015-04-01', percent: 75 }] }, { days: 126, wanted: [{ from: '2015-04-01', percent: 95 }] }),
  },
  'community-adult': {
    name: 'Community mental health, adults and older adults, 4 weeks', source: 'Acumentice, Waiting time standard; CNTW, Information for referrers; NHS England, MH standards',
    unconfirmed: 'no percentage has been set; the agreed care plan has no event of its own and is taken to stand with the first treatment', inForceFrom: '2024-01-01', stops: 'assessed-and-treated',
    targets: everybody({ days: 28, wanted: [] }),
  },
  'community-children': {
    name: 'Community mental health, children and young people, 4 weeks to help', source: 'NSUN and Health Business, NHSE proposed standards, July 2021',
    unconfirmed: 'no percentage has been set', inForceFrom: '2024-01-01', stops: 'helped',
    targets: everybody({ days: 28, wanted: [] }),
  },
  'early-intervention': {
    name: 'Early intervention in psychosis, 2 weeks to treatment', source: 'Kirkbride et al. 2017', inForceFrom: '2016-04-01', stops: 'first-treatment',
    targets: everybody({ days: 14, wanted: [{ from: '2016-04-01', percent: 50 }, { from: '2020-04-01', percent: 60 }] }),
  },
  'children-eating-disorder': {
    name: 'Children\'s eating disorder, urgent 1 week, routine 4 weeks', source: 'QualityWatch, CYP eating disorder waits', unconfirmed: 'the day it came into force', inForceFrom: '2016-04-01', stops: 'first-treatment',
    targets: {
      routine: [{ days: 28, wanted: [{ from: '2016-04-01', percent: 95 }] }],
      urgent: [{ days: 7, wanted: [{ from: '2016-04-01', percent: 95 }] }],
      emergency: [{ days: 7, wanted: [{ from: '2016-04-01', percent: 95 }] }],
    },
  },
  'wales-community': {
    name: 'Wales, community mental health team: emergency 4 hours, urgent 48 hours, routine 4 weeks', source: 'Welsh CMHT guidance (secondary)',
    unconfirmed: 'the whole row; emergencies are given as 1 to 4 hours', inForceFrom: '2012-10-01', stops: 'responded',
    targets: { emergency: [{ hours: 4, wanted: [] }], urgent: [{ hours: 48, wanted: [] }], routine: [{ days: 28, wanted: [] }] },
  },
  'local-assessment': { name: 'The service\'s own promise: days to the first assessment', source: 'the service\'s policy', inForceFrom: null, stops: 'assessed', targets: { policy: 'assessment' } },
  'local-treatment': { name: 'The service\'s own promise: days to the first treatment', source: 'the service\'s policy', inForceFrom: null, stops: 'first-treatment', targets: { policy: 'treatment' } },
} as const satisfies Record<string, RuleSet>;
export type RuleSetCode = keyof typeof ruleSets;
export const ruleSetCodes = Object.keys(ruleSets) as RuleSetCode[];
/** The row of a rule set. Throws RangeError for a code that is none. */
export function ruleSet(code: string): RuleSet {
  if (!Object.hasOwn(ruleSets, code)) throw new RangeError(`"${code}" is no rule set; there are ${ruleSetCodes.join(', ')}.`);
  return ruleSets[code as RuleSetCode];
}
