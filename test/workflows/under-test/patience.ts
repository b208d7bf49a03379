// Imported first by every spec that starts a worker: starting one and waiting for the sweep take longer than Jest's five seconds.
import { jest } from '@jest/globals';

jest.setTimeout(60_000);
