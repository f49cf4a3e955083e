import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics';

/** Provides the process's metrics to all of its modules. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
