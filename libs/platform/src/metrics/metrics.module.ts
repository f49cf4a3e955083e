import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics';

/** The counters of the process, for every module of it. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
