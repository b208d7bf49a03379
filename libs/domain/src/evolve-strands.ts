// What the events of strands change: who treats, how many sessions are agreed, how a strand ends.
import type { Change } from './evolve.js';
import type { Referral, Strand } from './referral.js';

/** The row with its change. What is no longer known is left out, so that a referral is the same before and after it was kept as JSON. */
export function changed<Row extends object>(row: Row, change: object): Row {
  const next = { ...row, ...change } as Record<string, unknown>;
  for (const [key, value] of Object.entries(change)) if (value === undefined) delete next[key];
  return next as Row;
}

const withStrand = (referral: Referral, no: number, change: Partial<Strand>) =>
  ({ strands: { ...referral.strands, [no]: changed(referral.strands[no]!, change) } });

export const strandChanges = {
  'strand-opened': (r, e) => ({
    last: { ...r.last, strand: e.no },
    ...(e.lead && { leadStrandNo: e.no }),
    strands: { ...r.strands, [e.no]: { no: e.no, stage: 'waiting', discipline: e.discipline, modality: e.modality, format: e.format, allowance: e.allowance, used: 0, attended: 0, ...(e.clinicianId && { clinicianId: e.clinicianId }) } },
  }),
  'strand-taken-on': (r, e) => withStrand(r, e.no, { clinicianId: e.clinicianId }),
  'strand-reallocated': (r, e) => withStrand(r, e.no, { discipline: e.discipline, clinicianId: e.clinicianId }),
  'strand-returned': (r, e) => withStrand(r, e.no, { clinicianId: undefined }),
  'strand-started': (r, e) => withStrand(r, e.no, { stage: 'in-progress', startedAt: e.at }),
  'strand-ended': (r, e) => withStrand(r, e.no, { stage: 'ended', endedAt: e.at }),
  'lead-changed': (_r, e) => ({ leadStrandNo: e.strandNo }),
  'allowance-nearly-used': (r, e) => withStrand(r, e.no, { warnedAt: r.strands[e.no]!.allowance ?? 0 }),
  'allowance-used-up': () => ({}),
  'ending-planned': () => ({}),
  'extension-requested': (r, e) => withStrand(r, e.no, { extension: { sessions: e.sessions, by: e.by } }),
  'allowance-extended': (r, e) => withStrand(r, e.no, { allowance: (r.strands[e.no]!.allowance ?? 0) + e.sessions, extension: undefined }),
  'extension-declined': (r, e) => withStrand(r, e.no, { extension: undefined }),
} satisfies {
  'strand-opened': Change<'strand-opened'>; 'strand-taken-on': Change<'strand-taken-on'>; 'strand-reallocated': Change<'strand-reallocated'>;
  'strand-returned': Change<'strand-returned'>; 'strand-started': Change<'strand-started'>; 'strand-ended': Change<'strand-ended'>; 'lead-changed': Change<'lead-changed'>;
  'allowance-nearly-used': Change<'allowance-nearly-used'>; 'allowance-used-up': Change<'allowance-used-up'>; 'ending-planned': Change<'ending-planned'>;
  'extension-requested': Change<'extension-requested'>; 'allowance-extended': Change<'allowance-extended'>; 'extension-declined': Change<'extension-declined'>;
};
