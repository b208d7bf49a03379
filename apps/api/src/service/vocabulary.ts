// The clinic's tables as forms need them. Nothing is written here twice: every list is read from the domain.
import { actContracts, routeOfAct, type VocabularyView } from '#contracts';
import {
  actNames, actOf, allocationReasons, amendable, assessmentOutcomes, competences, dischargeCodes, disciplines, endings, ETHNICITIES, ETHNICITY_CODES, extensionReasons, flags, formats,
  lengthReasons, measures, mechanisms, modality, modalityCodes, purposes, questions, queueCodes, queueName, rejectionReasons, reviewKinds, riskLevels, roles, signposts, sources, stages,
  taskKind, taskTypes, triageScale, urgencies, type ActName,
} from '#domain';

const namedBy = (table: Record<string, string | { name: string }>) => Object.entries(table).map(([code, row]) => ({ code, name: typeof row === 'string' ? row : row.name }));
/** `receive` has an address of its own; every other act is the last part of its route. */
const route = (act: ActName): string => (act === 'receive' ? act : routeOfAct(act));

export const vocabulary = (): VocabularyView => ({
  stages: namedBy(stages), endings: namedBy(endings), queues: queueCodes.map((code) => ({ code, name: queueName(code) })), disciplines: namedBy(disciplines), competences: namedBy(competences), roles: namedBy(roles),
  modalities: modalityCodes.map((code) => {
    const { name, sessions, minutes, formats: offered, deliveredBy, needs } = modality(code);
    return { code, name, sessions, minutes, formats: [...offered], deliveredBy: [...deliveredBy], needs: needs ?? null };
  }),
  tasks: taskTypes.map((code) => { const { name, queue, due, closedBy } = taskKind(code); return { code, name, queue, due, closedBy: closedBy.map(route) }; }),
  acts: actNames.map((act) => ({ code: route(act), words: actOf(act).words, stages: [...actOf(act).stages], roles: [...actOf(act).roles], note: act === 'receive' ? 'none' : actContracts[act].words })),
  triageScale: Object.entries(triageScale).map(([code, { words, hours }]) => ({ code, words, hours })),
  ethnicities: ETHNICITY_CODES.map((code) => ({ code, name: ETHNICITIES[code] })), rejectionReasons: namedBy(rejectionReasons),
  dischargeCodes: Object.entries(dischargeCodes).map(([code, { words, group }]) => ({ code, words, group })),
  measures: Object.entries(measures).map(([code, most]) => ({ code, most })),
  lists: lists(),
});
const lists = (): Record<string, string[]> => Object.fromEntries(Object.entries({
  allocationReasons, amendable, assessmentOutcomes, extensionReasons, flags, formats, lengthReasons, mechanisms, purposes, questions, reviewKinds, riskLevels, signposts, sources, urgencies,
}).map(([name, codes]) => [name, [...codes]]));
