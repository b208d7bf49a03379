// Queueing targets of a waiting list: how long it may be, how much capacity keeps it there, how hard it presses. Weeks everywhere.
// Source: Fong et al. 2022 and the calc_ functions of NHSRwaitinglist (MIT). The package's wl_ functions mix units and are not used.
// A figure that has no value (nothing removed, no capacity) is null, never infinite and never NaN.

const defaultFactor = 4;
const defaultWeeksToTarget = 26;
const relative = 1e-12; // two products of decimals that ought to be equal may differ in the last places

/** Demand / capacity; 1 or more grows for ever. Null without capacity. */
export const queueLoad = (demand: number, capacity: number): number | null => ratio(demand, capacity);

/** Mean wait that keeps misses of the target rare: target / factor. Factor 4 misses 1.8 %, factor 6 misses 0.2 %. */
export const targetMeanWait = (targetWait: number, factor = defaultFactor): number | null => ratio(targetWait, factor);

/** List size that fits the target wait: demand a week × target weeks / factor (Little's law on the target mean wait). */
export const targetQueueSize = (demand: number, targetWait: number, factor = defaultFactor): number | null => ratio(demand * targetWait, factor);

/** List / target list; above 2 relief is needed. */
export const queueRatio = (queueSize: number, target: number): number | null => ratio(queueSize, target);

export interface ReliefQuestion { demand: number; queueSize: number; targetQueueSize: number; timeToTarget?: number; numReferrals?: number; cvDemand?: number }
/**
 * Starts a week that bring an over-long list down to its target in `timeToTarget` weeks (26). Demand that was estimated from
 * `numReferrals` referrals is raised by two standard errors where that has a value. Without `cvDemand` nothing is raised.
 */
export function reliefCapacity({ demand, queueSize, targetQueueSize: target, timeToTarget = defaultWeeksToTarget, numReferrals = 0, cvDemand = 0 }: ReliefQuestion): number | null {
  const error = numReferrals > 0 ? (2 * demand * cvDemand) / Math.sqrt(numReferrals) : 0;
  const raised = error < 1 ? demand / (1 - error) : demand;
  const cleared = ratio(queueSize - target, timeToTarget);
  return cleared === null ? null : raised + cleared;
}

export interface TargetCapacityQuestion { demand: number; targetWait: number; factor?: number; cvDemand?: number; cvCapacity?: number }
/** Starts a week that hold the target wait: demand + (cv² of demand + cv² of capacity) / 2 × factor / target. cv 1 where not given. */
export function targetCapacity({ demand, targetWait, factor = defaultFactor, cvDemand = 1, cvCapacity = 1 }: TargetCapacityQuestion): number | null {
  const margin = ratio(((cvDemand ** 2 + cvCapacity ** 2) / 2) * factor, targetWait);
  return margin === null ? null : demand + margin;
}

/** 2 × mean wait / target, wanted below 1. */
export const waitingListPressure = (meanWait: number, targetWait: number): number | null => ratio(2 * meanWait, targetWait);

/** Chance that a wait is longer than the target, with the exponential tail of one queue. Nobody who does not wait misses it. */
export function missProbability(meanWait: number, targetWait: number): number | null {
  if (meanWait === 0) return targetWait > 0 ? 0 : null;
  return Math.exp(-targetWait / meanWait);
}

/** Weeks until the list is empty at the present rate of removals, were nobody to join it. */
export const clearanceTime = (listSize: number, weeklyRemovals: number): number | null => ratio(listSize, weeklyRemovals);

export interface ListQuestion extends TargetCapacityQuestion { capacity: number; queueSize: number; timeToTarget?: number; numReferrals?: number }
export interface ListJudgement { load: number | null; unstable: boolean; targetQueueSize: number | null; queueTooBig: boolean; reliefCapacity: number | null; targetCapacity: number | null }
/** A list at a glance: unstable from load 1 (or without capacity); more than twice the target list shows relief capacity, otherwise target capacity. */
export function judgeList(question: ListQuestion): ListJudgement {
  const { demand, capacity, queueSize, targetWait, factor } = question;
  const load = queueLoad(demand, capacity);
  const target = targetQueueSize(demand, targetWait, factor);
  const queueTooBig = target !== null && queueSize - 2 * target > relative * Math.max(1, queueSize);
  return {
    load, queueTooBig, targetQueueSize: target, unstable: load === null || load >= 1,
    reliefCapacity: queueTooBig ? reliefCapacity({ ...question, targetQueueSize: target }) : null,
    targetCapacity: queueTooBig ? null : targetCapacity(question),
  };
}

type Arguments = Readonly<Record<string, number>>;
/** The published names of the formulas, each with the arguments it is published with. */
export const queueingFunctions = {
  calc_queue_load: (a) => ({ value: queueLoad(a.demand!, a.capacity!) }),
  calc_target_mean_wait: (a) => ({ value: targetMeanWait(a.targetWait!, a.factor) }),
  calc_target_queue_size: (a) => ({ value: targetQueueSize(a.demand!, a.targetWait!, a.factor) }),
  queue_ratio: (a) => ({ value: queueRatio(a.queueSize!, a.targetQueueSize!) }),
  calc_relief_capacity: (a) => ({ value: reliefCapacity(a as unknown as ReliefQuestion) }),
  calc_target_capacity: (a) => ({ value: targetCapacity(a as unknown as TargetCapacityQuestion) }),
  calc_waiting_list_pressure: (a) => ({ value: waitingListPressure(a.meanWait!, a.targetWait!) }),
  miss_probability: (a) => ({ value: missProbability(a.meanWait!, a.targetWait!) }),
  clearance_time: (a) => ({ value: clearanceTime(a.listSize!, a.weeklyRemovals!) }),
  status: (a) => judgeList(a as unknown as ListQuestion),
} as const satisfies Record<string, (given: Arguments) => object>;
const required: Readonly<Record<keyof typeof queueingFunctions, readonly string[]>> = {
  calc_queue_load: ['demand', 'capacity'], calc_target_mean_wait: ['targetWait'], calc_target_queue_size: ['demand', 'targetWait'], queue_ratio: ['queueSize', 'targetQueueSize'],
  calc_relief_capacity: ['demand', 'queueSize', 'targetQueueSize'], calc_target_capacity: ['demand', 'targetWait'], calc_waiting_list_pressure: ['meanWait', 'targetWait'],
  miss_probability: ['meanWait', 'targetWait'], clearance_time: ['listSize', 'weeklyRemovals'], status: ['demand', 'capacity', 'queueSize', 'targetWait'],
};

/** One formula by its published name; an argument that is null or missing takes its default. Throws RangeError for an unknown name, a missing argument and a negative or endless figure. */
export function queueingFigure({ fn, args }: { fn: string; args: Readonly<Record<string, number | null>> }): object {
  if (!Object.hasOwn(queueingFunctions, fn)) throw new RangeError(`"${fn}" is no queueing formula.`);
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
  const wrong = Object.entries(given).find(([, value]) => !(Number.isFinite(value) && value! >= 0));
  if (wrong) throw new RangeError(`${wrong[0]} is a number, 0 or more.`);
  const missing = required[fn as keyof typeof required].find((name) => !Object.hasOwn(given, name));
  if (missing) throw new RangeError(`${fn} needs ${missing}.`);
  return queueingFunctions[fn as keyof typeof queueingFunctions](given as Arguments);
}

/** Null where the quotient has no value. */
function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
