// The arithmetic of waiting, over what the record already says. Nothing here is stored: how long somebody has waited is a
// function of today.
export * from './charts/findings.js';
export { runChart, medianOf, type RunChart } from './charts/run-chart.js';
export * from './charts/xmr.js';
export * from './clocks/clocks.js';
export { courseOf, knownOn, type AsOf, type CourseAnswer, type CourseFinding, type Held, type ReferralCourse, type StrandCourse } from './clocks/course.js';
export * from './clocks/rtt-clock.js';
export { rttEventsOf, type RttCircumstances } from './clocks/rtt-of-referral.js';
export * from './clocks/rule-sets.js';
export * from './clocks/shares.js';
export * from './clocks/stage-times.js';
export * from './queueing/erlang.js';
export * from './queueing/queueing.js';
export * from './forecast/forecast.js';
export * from './history/learn.js';
export * from './history/visits.js';
export * from './outcomes/measures.js';
export * from './outcomes/outcomes.js';
export { seededRandom, type Random } from './simulation/random.js';
export { changed, type Change, type CourseLength, type PersonInCare, type Route, type ServiceModel, type Station, type UndecidedPerson, type WaitingPerson } from './simulation/service-model.js';
export { simulateRun, type RunFigures, type Span } from './simulation/simulation.js';
export * from './simulation/trials.js';
export { weeksWaiting } from './weeks-waiting.js';
