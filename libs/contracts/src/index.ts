// Everything that crosses HTTP: bodies, queries, answers, problems. Source of the OpenAPI document and of the screens' types.
export * from './acts.contract.js';
export * from './development-token.contract.js';
export * from './problem.contract.js';
export * from './referral-intake.contract.js';
export * from './referral-row.js';
export * from './shape.js';
export { LONGEST_NOTE, shapeCodes, type ShapeCode } from './wording.js';
export * from './views/me.view.js';
export * from './views/audit.view.js';
export * from './views/person.view.js';
export * from './views/referral.view.js';
export * from './views/service.view.js';
export * from './views/staff.view.js';
export * from './views/task.view.js';
export * from './views/words.view.js';
