import { Module, type DynamicModule } from '@nestjs/common';
import { ShardHandler, ShardsProcessor } from '@joulefleet/queue';
import { LEASE_HOLDER, ShardExecutor } from './shard-executor';

@Module({})
export class ExecutionModule {
  /** `holder`: under which name this process holds leases; whoever comes after it under the same name may drop them. */
  static forRoot(holder: string): DynamicModule {
    return {
      module: ExecutionModule,
      providers: [
        { provide: LEASE_HOLDER, useValue: holder },
        { provide: ShardHandler, useClass: ShardExecutor },
        ShardsProcessor,
      ],
    };
  }
}
