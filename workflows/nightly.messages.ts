// The names of the night’s work, for whoever schedules it.
export const nightlyWorkflow = 'nightly';
/** One schedule for each task queue, so that a second product on the same server keeps a night of its own. */
export const nightlyScheduleId = (taskQueue: string): string => `nightly/${taskQueue}`;
