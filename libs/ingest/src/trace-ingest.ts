import { Inject, Injectable, Logger } from '@nestjs/common';
import type { TraceJob } from '@joulefleet/contracts';
import { Metrics } from '@joulefleet/platform';
import { Nudges, TraceHandler } from '@joulefleet/queue';
import { DATABASE, type Database } from '@joulefleet/store';
import { commitRecord } from './commit-record';

/** Commits records and tells the worker that follows the shard, which then acknowledges them to the device. */
@Injectable()
export class TraceIngest extends TraceHandler {
  private readonly logger = new Logger('ingest');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  override async commit(job: TraceJob): Promise<void> {
    const claim = await commitRecord(this.database, job, (fault) => {
      this.metrics.countFault(fault.origin, 'ingest');
      this.logger.error({ shardId: job.shardId, seq: job.record.seq, code: fault.code }, fault.message);
    });
    if (claim === 'new') this.metrics.countCommittedRecord();
    if (claim !== 'stale_fence') this.nudges.publish(`committed:${job.shardId}`);
  }
}
