import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { connectionOptions, QUEUE_PREFIX } from './connection';
import { LiveReadings } from './live-readings';
import { Nudges } from './nudges';
import { QueueErrors, SHARDS_QUEUE, TRACES_QUEUE } from './processors';
import { QueueProgress } from './queue-progress';
import { Queues } from './queues';

@Module({})
export class QueueModule {
  /** The queues and nudges over one Redis. A separate `prefix` isolates each test file. */
  static forRoot(redisUrl: string, prefix: string = QUEUE_PREFIX): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot({ connection: { ...connectionOptions(redisUrl) }, prefix }),
        BullModule.registerQueue({ name: SHARDS_QUEUE }, { name: TRACES_QUEUE }),
      ],
      providers: [
        QueueErrors,
        Queues,
        {
          provide: Nudges,
          useFactory: (errors: QueueErrors) => new Nudges(redisUrl, prefix, errors),
          inject: [QueueErrors],
        },
        { provide: LiveReadings, useFactory: (nudges: Nudges) => new LiveReadings(nudges), inject: [Nudges] },
        {
          provide: QueueProgress,
          useFactory: (shards: Queue, traces: Queue, errors: QueueErrors) =>
            new QueueProgress(redisUrl, prefix, shards, traces, errors),
          inject: [getQueueToken(SHARDS_QUEUE), getQueueToken(TRACES_QUEUE), QueueErrors],
        },
      ],
      exports: [Queues, QueueProgress, Nudges, LiveReadings, BullModule, QueueErrors],
    };
  }
}
