import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  deviceRoutes,
  enrollRequest,
  readInventoryRequest,
  repinRequest,
  sudoersQuery,
  type DeviceView,
  type DoctorView,
  type EnrollRequest,
  type InventoryView,
  type PreparationView,
  type ReadInventoryRequest,
  type RepinRequest,
  type SudoersQuery,
  type SudoersView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { EnrollmentService, readInventory } from '@joulefleet/fleet';
import { Endpoint, AuditActor } from './endpoint';
import { ParseBody } from './parse-body';

/** Endpoints that connect to a device while the caller waits. */
@Controller()
export class EnrollmentController {
  constructor(private readonly enrollment: EnrollmentService) {}

  /** Enrolls a device, or updates an enrolled one. 409 `host_key_unconfirmed` carries the fingerprint to confirm. */
  @Endpoint(deviceRoutes.enrollDevice)
  async enroll(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(enrollRequest)) request: EnrollRequest,
  ): Promise<DeviceView> {
    return this.enrollment.enroll(request, actor);
  }

  /** 422 `bad_inventory` lists every error with its line. */
  @Endpoint(deviceRoutes.readInventory)
  readInventory(@Body(new ParseBody(readInventoryRequest)) request: ReadInventoryRequest): InventoryView {
    return readInventory(request);
  }

  @Endpoint(deviceRoutes.checkDevice)
  async check(@AuditActor() actor: Actor, @Param('name') name: string): Promise<DeviceView> {
    return this.enrollment.check(name, actor);
  }

  @Endpoint(deviceRoutes.examineRuntimes)
  async examineRuntimes(@Param('name') name: string): Promise<DoctorView> {
    return this.enrollment.examineRuntimes(name);
  }

  @Endpoint(deviceRoutes.acceptDrift)
  async acceptDrift(@AuditActor() actor: Actor, @Param('name') name: string): Promise<DeviceView> {
    return this.enrollment.acceptDrift(name, actor);
  }

  @Endpoint(deviceRoutes.repinDevice)
  async repin(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(repinRequest)) request: RepinRequest,
  ): Promise<DeviceView> {
    return this.enrollment.repin(name, request, actor);
  }

  @Endpoint(deviceRoutes.showSudoers)
  async showSudoers(@Param('name') name: string): Promise<SudoersView> {
    return this.enrollment.sudoers(name);
  }

  @Endpoint(deviceRoutes.showPreparation)
  showPreparation(@Query(new ParseBody(sudoersQuery)) { user }: SudoersQuery): PreparationView {
    return this.enrollment.preparation(user);
  }
}
