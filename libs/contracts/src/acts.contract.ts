// TABLE act -> what its body may say. A missing act does not compile. The route of an act is its name in kebab-case.
import { actNames } from '#domain';
import { z } from 'zod';
import { assessmentActs } from './acts/assessment.contract.js';
import type { ActContracts, ActRouteName } from './acts/act-contract.js';
import { dischargeActs } from './acts/discharge.contract.js';
import { identityActs } from './acts/identity.contract.js';
import { treatmentActs } from './acts/treatment.contract.js';
import { triageActs } from './acts/triage.contract.js';
import { note } from './wording.js';

export type { ActBody, ActRouteName } from './acts/act-contract.js';
export const actContracts: ActContracts<ActRouteName> = { ...triageActs, ...identityActs, ...assessmentActs, ...treatmentActs, ...dischargeActs };

/** Every act with a route of its own. */
export const actRouteNames = actNames.filter((act): act is ActRouteName => act !== 'receive');
const routes = Object.fromEntries(actRouteNames.map((act) => [act, act.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)])) as Record<ActRouteName, string>;
/** `acceptAtTriage` -> `accept-at-triage`: the last part of the act's route. */
export const routeOfAct = (act: ActRouteName): string => routes[act];

/** The whole body of the act's route: what the command says and, where the act takes words, `note`. */
export function actBody(act: ActRouteName): ActBodySchema {
  const made = bodies.get(act) ?? madeBody(act);
  bodies.set(act, made);
  return made;
}
export type ActBodySchema = z.ZodType<Record<string, unknown> & { note?: string }>;
const bodies = new Map<ActRouteName, ActBodySchema>();

function madeBody(act: ActRouteName): ActBodySchema {
  const { schema, words } = actContracts[act];
  const id = `${act[0]!.toUpperCase()}${act.slice(1)}`;
  const fields = schema as unknown as z.ZodObject;
  const body = words === 'none' ? fields : fields.extend({ note: words === 'required' ? note : note.optional() });
  return body.meta({ id }) as unknown as ActBodySchema;
}
