import { Module, type DynamicModule } from '@nestjs/common';
import { NightChecks } from './changes/night-checks.service';
import { NightChangesService } from './changes/night-changes.service';
import { NightRunner } from './night-runner';
import { PlanConflicts } from './plan-conflicts';
import { ScheduleLoop } from './schedule-loop';
import { RESOLVERS_FOLDER } from './schedules-ports';
import { Schedules } from './schedules.service';

/** Schedules and their nights. */
@Module({})
export class SchedulesModule {
  static forRoot(resolversFolder: string | null, campaigns: DynamicModule): DynamicModule {
    return {
      module: SchedulesModule,
      imports: [campaigns],
      providers: [
        { provide: RESOLVERS_FOLDER, useValue: resolversFolder },
        Schedules,
        NightChangesService,
        NightChecks,
        NightRunner,
        ScheduleLoop,
        PlanConflicts,
      ],
      exports: [Schedules, NightChangesService, PlanConflicts],
    };
  }
}
