// What the service offers: how many sessions, how long, in which format, and who may deliver it. A new therapy is one new row.
// Source of figures: domain reference section 7.1 (careers profile, NICE NG222, ACAT, MATISSE, group-analytic services).
import type { Competence, Discipline } from './disciplines.js';

export const formats = ['individual', 'couple', 'family', 'group'] as const;
export type Format = (typeof formats)[number];

export interface Modality {
  name: string;
  /** Sessions agreed at the start: least and most without an approval. `null` = open-ended, reviewed instead of capped. */
  sessions: { least: number; most: number } | null;
  /** Minutes of one session: the usual length needs no reason, any other does. */
  minutes: { usual: number; least: number; most: number };
  formats: readonly [Format, ...Format[]];
  deliveredBy: readonly [Discipline, ...Discipline[]];
  needs?: Competence;
  /** Session at which the mid-course review is due; half of the allowance where nothing is said. */
  midCourseAt?: number;
  /** Weeks between reviews of an open-ended therapy; the policy's interval where nothing is said. */
  reviewEveryWeeks?: number;
}

const therapists = ['psychotherapist', 'medical-psychotherapist', 'clinical-psychologist'] as const;
const talking = ['clinical-psychologist', 'psychotherapist', 'high-intensity-therapist', 'mental-health-nurse', 'medical-psychotherapist'] as const;
const usual50 = { usual: 50, least: 30, most: 60 };
const usual90 = { usual: 90, least: 75, most: 120 };

export const modalities = {
  cbt: { name: 'Cognitive behavioural therapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: [...talking, 'occupational-therapist'] },
  'cbt-group': { name: 'Group cognitive behavioural therapy', sessions: { least: 6, most: 12 }, minutes: { usual: 120, least: 60, most: 120 }, formats: ['group'], deliveredBy: talking },
  'guided-self-help': { name: 'Guided self-help', sessions: { least: 6, most: 8 }, minutes: { usual: 30, least: 15, most: 35 }, formats: ['individual'], deliveredBy: ['psychological-wellbeing-practitioner', 'mental-health-professional'] },
  cat: { name: 'Cognitive analytic therapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: [...talking, 'occupational-therapist'], midCourseAt: 5 },
  counselling: { name: 'Counselling for depression', sessions: { least: 8, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: [...talking, 'mental-health-professional'] },
  ipt: { name: 'Interpersonal psychotherapy', sessions: { least: 8, most: 20 }, minutes: usual50, formats: ['individual'], deliveredBy: talking },
  dit: { name: 'Dynamic interpersonal therapy', sessions: { least: 8, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: therapists },
  emdr: { name: 'Eye movement desensitisation and reprocessing', sessions: { least: 8, most: 12 }, minutes: { usual: 90, least: 50, most: 90 }, formats: ['individual'], deliveredBy: talking },
  stpp: { name: 'Short-term psychodynamic psychotherapy', sessions: { least: 8, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: therapists },
  'couple-therapy': { name: 'Behavioural couples therapy', sessions: { least: 15, most: 20 }, minutes: { usual: 60, least: 50, most: 90 }, formats: ['couple'], deliveredBy: talking },
  systemic: { name: 'Family and systemic therapy', sessions: { least: 10, most: 20 }, minutes: { usual: 90, least: 60, most: 90 }, formats: ['family', 'couple'], deliveredBy: [...talking, 'social-worker'] },
  psychoanalytic: { name: 'Psychoanalytic psychotherapy', sessions: null, minutes: usual50, formats: ['individual'], deliveredBy: therapists, reviewEveryWeeks: 26 },
  psychodynamic: { name: 'Psychodynamic psychotherapy', sessions: null, minutes: usual50, formats: ['individual', 'group'], deliveredBy: therapists, reviewEveryWeeks: 26 },
  'group-analytic': { name: 'Group analytic therapy', sessions: null, minutes: usual90, formats: ['group'], deliveredBy: therapists, reviewEveryWeeks: 26 },
  'analytic-group-limited': { name: 'Time-limited analytic group', sessions: { least: 20, most: 40 }, minutes: usual90, formats: ['group'], deliveredBy: therapists },
  'art-therapy': { name: 'Art therapy', sessions: { least: 6, most: 40 }, minutes: { usual: 60, least: 30, most: 90 }, formats: ['individual', 'group'], deliveredBy: ['arts-therapist'] },
  'arts-therapies-group': { name: 'Arts therapies group', sessions: { least: 20, most: 40 }, minutes: usual90, formats: ['group'], deliveredBy: ['arts-therapist'] },
  dbt: { name: 'Dialectical behaviour therapy', sessions: null, minutes: { usual: 60, least: 50, most: 150 }, formats: ['individual', 'group'], deliveredBy: talking, reviewEveryWeeks: 26 },
  mbt: { name: 'Mentalisation-based therapy', sessions: null, minutes: { usual: 60, least: 50, most: 90 }, formats: ['individual', 'group'], deliveredBy: talking, reviewEveryWeeks: 26 },
  humanistic: { name: 'Humanistic and integrative psychotherapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual', 'group'], deliveredBy: talking },
  behavioural: { name: 'Behavioural therapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual', 'group'], deliveredBy: [...talking, 'community-practice-nurse'] },
  'hypno-psychotherapy': { name: 'Hypno-psychotherapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: therapists },
  'experiential-constructivist': { name: 'Experiential constructivist therapy', sessions: { least: 6, most: 16 }, minutes: usual50, formats: ['individual'], deliveredBy: therapists },
  'occupational-therapy': { name: 'Occupational therapy', sessions: null, minutes: usual50, formats: ['individual', 'group'], deliveredBy: ['occupational-therapist'], reviewEveryWeeks: 12 },
  'nursing-care': { name: 'Mental health nursing', sessions: null, minutes: usual50, formats: ['individual'], deliveredBy: ['mental-health-nurse', 'community-practice-nurse', 'support-worker'], reviewEveryWeeks: 12 },
  'social-work': { name: 'Social work', sessions: null, minutes: usual50, formats: ['individual', 'family'], deliveredBy: ['social-worker', 'mental-health-professional'], reviewEveryWeeks: 12 },
  medication: { name: 'Medication review and prescribing', sessions: null, minutes: { usual: 30, least: 15, most: 60 }, formats: ['individual'], deliveredBy: ['psychiatrist', 'medical-psychotherapist', 'mental-health-nurse', 'clinical-psychologist'], needs: 'prescribing', reviewEveryWeeks: 26 },
} as const satisfies Record<string, Modality>;
export type ModalityCode = keyof typeof modalities;
export const modalityCodes = Object.keys(modalities) as ModalityCode[];
export const modality = (code: ModalityCode): Modality => modalities[code];
