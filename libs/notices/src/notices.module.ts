import { Module, type DynamicModule } from '@nestjs/common';
import type { MasterKey } from '@joulefleet/platform';
import { NoticeLoop } from './notice-loop';
import { DEFAULT_NOTICE_OPTIONS, NOTICE_MASTER_KEY, NOTICE_OPTIONS, type NoticeOptions } from './notice-options';
import { NoticeSender } from './notice-sender';
import { NoticeTargets } from './notice-targets.service';
import { NoticeWriter } from './notice-writer';

/** Notices of nights, by mail and webhooks. Needs the AuditModule. */
@Module({})
export class NoticesModule {
  static forRoot(options: Partial<NoticeOptions>, masterKey: MasterKey, schedules: DynamicModule): DynamicModule {
    return {
      module: NoticesModule,
      imports: [schedules],
      providers: [
        { provide: NOTICE_OPTIONS, useValue: { ...DEFAULT_NOTICE_OPTIONS, ...options } },
        { provide: NOTICE_MASTER_KEY, useValue: masterKey },
        ...[NoticeTargets, NoticeWriter, NoticeSender, NoticeLoop],
      ],
      exports: [NoticeTargets],
    };
  }
}
