import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  addScheduleRequest,
  bisectRequest,
  editScheduleRequest,
  historyQuery,
  markChangeRequest,
  nightSeriesQuery,
  previewScheduleRequest,
  scheduleRoutes,
  type AddScheduleRequest,
  type BisectRequest,
  type EditScheduleRequest,
  type HistoryQuery,
  type MarkChangeRequest,
  type NightBisect,
  type NightBisectList,
  type NightChange,
  type NightChanges,
  type NightList,
  type NightlyReport,
  type NightSeriesList,
  type NightSeriesQuery,
  type NightSeriesView,
  type PreviewScheduleRequest,
  type ScheduleFileView,
  type ScheduleList,
  type SchedulePreview,
  type ScheduleView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { Bisects, NightChangesService, Schedules } from '@joulefleet/schedules';
import { AuditActor, Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** Schedules: what launches campaigns by itself. */
@Controller()
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly judged: NightChangesService,
    private readonly bisects: Bisects,
  ) {}

  @Endpoint(scheduleRoutes.addSchedule)
  async add(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Body(new ParseBody(addScheduleRequest)) request: AddScheduleRequest,
  ): Promise<ScheduleView> {
    return this.schedules.add(caller, actor, request);
  }

  @Endpoint(scheduleRoutes.previewSchedule)
  async preview(
    @Body(new ParseBody(previewScheduleRequest)) request: PreviewScheduleRequest,
  ): Promise<SchedulePreview> {
    return this.schedules.preview(request);
  }

  @Endpoint(scheduleRoutes.listSchedules)
  async list(@Caller() caller: Principal): Promise<ScheduleList> {
    return this.schedules.list(caller);
  }

  @Endpoint(scheduleRoutes.showSchedule)
  async show(@Caller() caller: Principal, @Param('name') name: string): Promise<ScheduleView> {
    return this.schedules.show(caller, name);
  }

  @Endpoint(scheduleRoutes.showScheduleFile)
  async file(@Caller() caller: Principal, @Param('name') name: string): Promise<ScheduleFileView> {
    return this.schedules.file(caller, name);
  }

  @Endpoint(scheduleRoutes.editSchedule)
  async edit(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(editScheduleRequest)) request: EditScheduleRequest,
  ): Promise<ScheduleView> {
    return this.schedules.edit(caller, actor, name, request);
  }

  @Endpoint(scheduleRoutes.pauseSchedule)
  async pause(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('name') name: string) {
    return this.schedules.pause(caller, actor, name, true);
  }

  @Endpoint(scheduleRoutes.resumeSchedule)
  async resume(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('name') name: string) {
    return this.schedules.pause(caller, actor, name, false);
  }

  @Endpoint(scheduleRoutes.triggerSchedule)
  async trigger(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('name') name: string) {
    return this.schedules.trigger(caller, actor, name);
  }

  @Endpoint(scheduleRoutes.removeSchedule)
  async remove(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('name') name: string): Promise<void> {
    await this.schedules.remove(caller, actor, name);
  }

  @Endpoint(scheduleRoutes.listNights)
  async nights(
    @Caller() caller: Principal,
    @Param('name') name: string,
    @Query(new ParseBody(historyQuery)) range: HistoryQuery,
  ): Promise<NightList> {
    return this.schedules.history(caller, name, range);
  }

  @Endpoint(scheduleRoutes.showNightChanges)
  async changes(@Caller() caller: Principal, @Param('name') name: string): Promise<NightChanges> {
    return this.judged.changes(caller, name);
  }

  @Endpoint(scheduleRoutes.markNightChange)
  async mark(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Param('id') id: string,
    @Body(new ParseBody(markChangeRequest)) request: MarkChangeRequest,
  ): Promise<NightChange> {
    return this.judged.mark(caller, actor, { name, id }, request);
  }

  @Endpoint(scheduleRoutes.startNightBisect)
  async bisect(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Param('id') id: string,
    @Body(new ParseBody(bisectRequest)) request: BisectRequest,
  ): Promise<NightBisect> {
    return this.bisects.start(caller, actor, { name, id }, request);
  }

  @Endpoint(scheduleRoutes.listNightBisects)
  async bisectsOf(
    @Caller() caller: Principal,
    @Param('name') name: string,
    @Param('id') id: string,
  ): Promise<NightBisectList> {
    return this.bisects.list(caller, { name, id });
  }

  @Endpoint(scheduleRoutes.listNightSeries)
  async series(@Caller() caller: Principal, @Param('name') name: string): Promise<NightSeriesList> {
    return this.judged.series(caller, name);
  }

  @Endpoint(scheduleRoutes.showNightSeries)
  async points(
    @Caller() caller: Principal,
    @Param('name') name: string,
    @Query(new ParseBody(nightSeriesQuery)) query: NightSeriesQuery,
  ): Promise<NightSeriesView> {
    return this.judged.points(caller, name, query);
  }

  @Endpoint(scheduleRoutes.showNightlyReport)
  async report(@Caller() caller: Principal): Promise<NightlyReport> {
    return this.schedules.report(caller);
  }
}
