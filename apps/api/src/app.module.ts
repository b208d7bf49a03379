// The API's parts. Every controller stands in `controllers`: the boot check, the OpenAPI document and the tests read that list.
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { BodyReader } from './arriving/body.guard.js';
import { Gate } from './arriving/gate.guard.js';
import { ProblemFilter } from './arriving/problem.filter.js';
import { ViewAudit } from './auditing/view-audit.interceptor.js';
import { WhoLookedController } from './auditing/who-looked.controller.js';
import { DocumentsController } from './documents/documents.controller.js';
import { PeopleController } from './people/people.controller.js';
import { StaffController } from './people/staff.controller.js';
import { ActDesk } from './referrals/act-desk.js';
import { ActsController } from './referrals/acts.controller.js';
import { ReadingController } from './referrals/reading.controller.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { DocsController } from './service/docs.controller.js';
import { HealthController } from './service/health.controller.js';
import { ServiceController } from './service/service.controller.js';
import { MeController } from './signing-in/me.controller.js';
import { SignInController } from './signing-in/sign-in.controller.js';
import { StaffNames } from './staff-names.js';
import { SURROUNDINGS, type Surroundings } from './surroundings.js';
import { QueuesController } from './tasks/queues.controller.js';
import { TaskDesk } from './tasks/task-desk.js';
import { TasksController } from './tasks/tasks.controller.js';

// Express looks for a route from the first to the last: what is asked most often stands first.
export const controllers: Type[] = [
  TasksController, QueuesController, ReferralsController, ReadingController, ActsController, DocumentsController,
  PeopleController, WhoLookedController, StaffController, SignInController, MeController, ServiceController, HealthController, DocsController,
];

@Module({})
export class AppModule {
  static leaningOn(surroundings: Surroundings): DynamicModule {
    return {
      module: AppModule, controllers,
      providers: [
        { provide: SURROUNDINGS, useValue: surroundings }, StaffNames, ActDesk, TaskDesk, ViewAudit,
        { provide: APP_GUARD, useClass: Gate }, { provide: APP_GUARD, useClass: BodyReader }, { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
