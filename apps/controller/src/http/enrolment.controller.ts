import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  deviceRoutes,
  enrollRequest,
  repinRequest,
  sudoersQuery,
  type DeviceView,
  type EnrollRequest,
  type PreparationView,
  type RepinRequest,
  type SudoersQuery,
  type SudoersView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { EnrolmentService } from '@joulefleet/fleet';
import { Endpoint, From } from './endpoint';
import { ParseBody } from './parse-body';

/** What connects to devices because somebody asks. */
@Controller()
export class EnrolmentController {
  constructor(private readonly enrolment: EnrolmentService) {}

  /** Enrols a device, or brings it up to date. 409 `host_key_unconfirmed` carries the fingerprint to confirm. */
  @Endpoint(deviceRoutes.enrollDevice)
  async enroll(@From() actor: Actor, @Body(new ParseBody(enrollRequest)) request: EnrollRequest): Promise<DeviceView> {
    return this.enrolment.enroll(request, actor);
  }

  @Endpoint(deviceRoutes.checkDevice)
  async check(@From() actor: Actor, @Param('name') name: string): Promise<DeviceView> {
    return this.enrolment.check(name, actor);
  }

  @Endpoint(deviceRoutes.acceptDrift)
  async acceptDrift(@From() actor: Actor, @Param('name') name: string): Promise<DeviceView> {
    return this.enrolment.acceptDrift(name, actor);
  }

  @Endpoint(deviceRoutes.repinDevice)
  async repin(
    @From() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(repinRequest)) request: RepinRequest,
  ): Promise<DeviceView> {
    return this.enrolment.repin(name, request, actor);
  }

  @Endpoint(deviceRoutes.showSudoers)
  async showSudoers(@Param('name') name: string): Promise<SudoersView> {
    return this.enrolment.sudoers(name);
  }

  @Endpoint(deviceRoutes.showPreparation)
  showPreparation(@Query(new ParseBody(sudoersQuery)) { user }: SudoersQuery): PreparationView {
    return this.enrolment.preparation(user);
  }
}
