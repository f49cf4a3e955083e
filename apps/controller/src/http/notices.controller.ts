import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  addNoticeTargetRequest,
  editNoticeTargetRequest,
  noticeQuery,
  noticeRoutes,
  type AddNoticeTargetRequest,
  type EditNoticeTargetRequest,
  type NoticeList,
  type NoticeQuery,
  type NoticeTargetList,
  type NoticeTargetView,
  type NoticeView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { NoticeTargets } from '@joulefleet/notices';
import { AuditActor, Endpoint } from './endpoint';
import { ParseBody } from './parse-body';

/** Notices of nights: where they go, and what became of them. */
@Controller()
export class NoticesController {
  constructor(private readonly targets: NoticeTargets) {}

  @Endpoint(noticeRoutes.addNoticeTarget)
  async add(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(addNoticeTargetRequest)) request: AddNoticeTargetRequest,
  ): Promise<NoticeTargetView> {
    return this.targets.add(request, actor);
  }

  @Endpoint(noticeRoutes.editNoticeTarget)
  async edit(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(editNoticeTargetRequest)) request: EditNoticeTargetRequest,
  ): Promise<NoticeTargetView> {
    return this.targets.edit(name, request, actor);
  }

  @Endpoint(noticeRoutes.listNoticeTargets)
  async list(): Promise<NoticeTargetList> {
    return this.targets.list();
  }

  @Endpoint(noticeRoutes.testNoticeTarget)
  async test(@AuditActor() actor: Actor, @Param('name') name: string): Promise<NoticeView> {
    return this.targets.test(name, actor);
  }

  @Endpoint(noticeRoutes.removeNoticeTarget)
  async remove(@AuditActor() actor: Actor, @Param('name') name: string): Promise<void> {
    await this.targets.remove(name, actor);
  }

  @Endpoint(noticeRoutes.listNotices)
  async log(@Query(new ParseBody(noticeQuery)) query: NoticeQuery): Promise<NoticeList> {
    return this.targets.log(query);
  }
}
