// How a process speaks to Temporal: one connection, one way of sealing what crosses, one bounded way of telling the conductors.
export { dataConverter, failureConverterPath, payloadCodec, type SealingKeys } from './payload-codec.js';
export { connectTemporal, taskQueueOf, temporalSettings, type TemporalLink, type TemporalSettings } from './connection.js';
export { Conductors, type Counts } from './conductors.js';
export { beginConductor, lookAgainAt, tellConductor, type Heard, type Telling } from './telling.js';
