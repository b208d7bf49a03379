// Messages and stacks of failures pass through the payload codec too. CommonJS, because the SDK loads it by `require`, in the worker, in
// the clients and inside the workflow bundle.
const { DefaultFailureConverter } = require('@temporalio/common') as typeof import('@temporalio/common');

module.exports = { failureConverter: new DefaultFailureConverter({ encodeCommonAttributes: true }) };
