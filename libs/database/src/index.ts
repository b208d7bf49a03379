// The record and how it is read. Only record.ts and receive-referral.ts write a referral.
export * from './claims.store.js';
export { asOutage, dataSourceFor, isOutage, openDatabase, Outage, type Database, type OpenOptions } from './database.js';
export * from './documents.store.js';
export * from './duplicates.js';
export { contentHash, deliveryIdOf, taskIdOf, uuidOf } from './ids.js';
export { blindIndex, loadKeys, newKeysFile, open, parseKeys, seal, type Keys } from './keys.js';
export { migrate, undoLastMigration } from './migrate.js';
export * from './notes.store.js';
export * from './people.store.js';
export { currentPolicy, policyOf } from './policies.store.js';
export * from './queues.store.js';
export { receiveReferral, Refused, type PersonSent, type Receipt, type ReferralSent, type Sent } from './receive-referral.js';
export { carryOut, inTransaction, positionOf, ReusedCommand, timePassed, type Act, type Carried, type Outcome, type Position, type Words } from './record.js';
export * from './referrals.store.js';
export { rows } from './rows/rows.js';
export { demonstrationStaff, seedStaff } from './seed-staff.js';
export * from './staff.store.js';
