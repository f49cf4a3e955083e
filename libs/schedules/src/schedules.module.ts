import { Module, type DynamicModule } from '@nestjs/common';
import { BisectRunner } from './bisect/bisect-runner';
import { Bisects } from './bisect/bisects.service';
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
        Bisects,
        BisectRunner,
        ScheduleLoop,
        PlanConflicts,
      ],
      exports: [Schedules, NightChangesService, Bisects, PlanConflicts],
    };
  }
}
