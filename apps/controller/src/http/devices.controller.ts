import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  deviceQuery,
  deviceRoutes,
  editDeviceRequest,
  maintenanceRequest,
  pageQuery,
  exitRequest,
  type DeviceEventList,
  type DeviceList,
  type DeviceQuery,
  type DeviceView,
  type EditDeviceRequest,
  type FactsHistory,
  type MaintenanceRequest,
  type PageQuery,
  type ExitRequest,
  type UtilisationView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { DeviceAdminService, DeviceHistoryService, FleetService } from '@joulefleet/fleet';
import { Endpoint, AuditActor } from './endpoint';
import { ParseBody } from './parse-body';

@Controller()
export class DevicesController {
  constructor(
    private readonly fleet: FleetService,
    private readonly admin: DeviceAdminService,
    private readonly history: DeviceHistoryService,
  ) {}

  @Endpoint(deviceRoutes.listDevices)
  async list(@Query(new ParseBody(deviceQuery)) query: DeviceQuery): Promise<DeviceList> {
    return this.fleet.list(query);
  }

  @Endpoint(deviceRoutes.showDevice)
  async show(@Param('name') name: string): Promise<DeviceView> {
    return this.fleet.show(name);
  }

  @Endpoint(deviceRoutes.listDeviceEvents)
  async listEvents(
    @Param('name') name: string,
    @Query(new ParseBody(pageQuery)) page: PageQuery,
  ): Promise<DeviceEventList> {
    return this.history.events(name, page);
  }

  @Endpoint(deviceRoutes.listFacts)
  async listFacts(
    @Param('name') name: string,
    @Query(new ParseBody(pageQuery)) page: PageQuery,
  ): Promise<FactsHistory> {
    return this.history.facts(name, page);
  }

  @Endpoint(deviceRoutes.showUtilisation)
  async showUtilisation(@Param('name') name: string): Promise<UtilisationView> {
    return this.history.utilisation(name);
  }

  @Endpoint(deviceRoutes.editDevice)
  async edit(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(editDeviceRequest)) edit: EditDeviceRequest,
  ): Promise<DeviceView> {
    return this.admin.edit(actor, name, edit);
  }

  @Endpoint(deviceRoutes.quarantineDevice)
  async quarantine(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(exitRequest)) request: ExitRequest,
  ): Promise<DeviceView> {
    return this.admin.quarantine(actor, name, request);
  }

  @Endpoint(deviceRoutes.retireDevice)
  async retire(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(exitRequest)) request: ExitRequest,
  ): Promise<DeviceView> {
    return this.admin.retire(actor, name, request);
  }

  @Endpoint(deviceRoutes.planMaintenance)
  async planMaintenance(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(maintenanceRequest)) request: MaintenanceRequest,
  ): Promise<DeviceView> {
    return this.admin.planMaintenance(actor, name, request);
  }

  @Endpoint(deviceRoutes.endMaintenance)
  async endMaintenance(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Param('id') windowId: string,
  ): Promise<DeviceView> {
    return this.admin.endMaintenance(actor, name, windowId);
  }
}
