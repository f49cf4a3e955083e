import { Module } from '@nestjs/common';
import { ShardHandler, ShardsProcessor } from '@joulefleet/queue';
import { ShardExecutor } from './shard-executor';

@Module({ providers: [{ provide: ShardHandler, useClass: ShardExecutor }, ShardsProcessor] })
export class ExecutionModule {}
