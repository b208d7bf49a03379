// Everything that runs inside Temporal's sandbox.
export { delivery } from './delivery.workflow.js';
export { nightly } from './nightly.workflow.js';
export { referral } from './referral.workflow.js';
