// The API's parts. Every controller stands in `controllers`: the boot check, the OpenAPI document and the tests read that list.
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { BodyReader } from './arriving/body.interceptor.js';
import { Gate } from './arriving/gate.guard.js';
import { ProblemFilter } from './arriving/problem.filter.js';
import { ActDesk } from './referrals/act-desk.js';
import { ActsController } from './referrals/acts.controller.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { DocsController } from './service/docs.controller.js';
import { HealthController } from './service/health.controller.js';
import { StaffNames } from './staff-names.js';
import { SURROUNDINGS, type Surroundings } from './surroundings.js';

export const controllers: Type[] = [HealthController, DocsController, ReferralsController, ActsController];

@Module({})
export class AppModule {
  static leaningOn(surroundings: Surroundings): DynamicModule {
    return {
      module: AppModule, controllers,
      providers: [
        { provide: SURROUNDINGS, useValue: surroundings }, StaffNames, ActDesk,
        { provide: APP_GUARD, useClass: Gate }, { provide: APP_INTERCEPTOR, useClass: BodyReader }, { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
