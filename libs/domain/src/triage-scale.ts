// The UK Mental Health Triage Scale A-G with its response times, and the national clinical response priority.
// Source: UK Mental Health Triage Scale (A-C); D-G unconfirmed. Never mix with the Australian times.

/** `hours` = elapsed hours until a face-to-face or telephone response; null = no response by this service, signpost. */
export const triageScale = {
  A: { words: 'Current actions endangering self or others', hours: 0, priority: 1 },
  B: { words: 'Very high risk of imminent harm', hours: 4, priority: 4 },
  C: { words: 'High risk of harm or high distress', hours: 24, priority: 2 },
  D: { words: 'Moderate risk or significant distress', hours: 72, priority: 2 },
  E: { words: 'Low risk in the short term', hours: 28 * 24, priority: 3 },
  F: { words: 'No face-to-face response needed from this service', hours: null, priority: null },
  G: { words: 'Advice, consultation or information', hours: null, priority: null },
} as const satisfies Record<string, { words: string; hours: number | null; priority: 1 | 2 | 3 | 4 | null }>;
export type TriageCode = keyof typeof triageScale;
export const triageCodes = Object.keys(triageScale) as TriageCode[];
/** True when `a` asks for a faster response than `b`. A is the most urgent; the national priority's number says nothing of the order. */
export const isMoreUrgent = (a: TriageCode, b: TriageCode): boolean => a < b;

export const urgencies = ['routine', 'urgent', 'emergency'] as const;
export type Urgency = (typeof urgencies)[number];
export const riskLevels = ['none', 'low', 'moderate', 'high', 'immediate'] as const;
export type RiskLevel = (typeof riskLevels)[number];
/** Risk that a return or a lengthening of the wait must not pass unseen. */
export const isRisk = (level: RiskLevel): boolean => level === 'moderate' || level === 'high' || level === 'immediate';

/** National referral rejection reasons. Source: NHS Data Dictionary. */
export const rejectionReasons = { '01': 'duplicate referral request', '02': 'inappropriate referral request', '03': 'incomplete referral request' } as const;
export type RejectionReason = keyof typeof rejectionReasons;
