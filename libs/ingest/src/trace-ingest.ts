import { Inject, Injectable, Logger } from '@nestjs/common';
import type { TraceJob } from '@joulefleet/contracts';
import { judge } from '@joulefleet/judging';
import { Metrics } from '@joulefleet/platform';
import { Nudges, TraceHandler } from '@joulefleet/queue';
import { DATABASE, type AttemptKey, type Database } from '@joulefleet/store';
import { commitRecords } from './commit-records';

/**
 * Commits records and notifies the worker that follows the shard, which then acknowledges them to the device. What became
 * complete is judged after that.
 */
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
    const { fresh, attempts } = await commitRecords(this.database, job, (fault) => {
      this.metrics.countFault(fault.origin, 'ingest');
      this.logger.error({ shardId: job.shardId, code: fault.code }, fault.message);
    });
    if (fresh === null) return;
    this.metrics.countCommittedRecords(fresh);
    this.nudges.publish(`committed:${job.shardId}`);
    await this.judge(attempts);
  }

  /** The records are durable whatever happens here: what is left unjudged is found by the judge's own query. */
  private async judge(attempts: readonly AttemptKey[]): Promise<void> {
    const { errors } = await judge(this.database, attempts);
    for (const error of errors) this.logger.warn((error as Error).message);
  }
}
