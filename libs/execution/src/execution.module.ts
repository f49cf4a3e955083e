import { Module, type DynamicModule } from '@nestjs/common';
import { ShardHandler, ShardsProcessor } from '@joulefleet/queue';
import type { StopLimits } from '@joulefleet/core';
import { LEASE_HOLDER, ShardExecutor, STOP_LIMITS_TOKEN } from './shard-executor';
import { STOP_LIMITS } from './stop-shard';

@Module({})
export class ExecutionModule {
  /** `holder`: under which name this process holds leases; whoever comes after it under the same name may drop them. */
  static forRoot(holder: string, stopLimits: StopLimits = STOP_LIMITS): DynamicModule {
    return {
      module: ExecutionModule,
      providers: [
        { provide: LEASE_HOLDER, useValue: holder },
        { provide: STOP_LIMITS_TOKEN, useValue: stopLimits },
        { provide: ShardHandler, useClass: ShardExecutor },
        ShardsProcessor,
      ],
    };
  }
}
