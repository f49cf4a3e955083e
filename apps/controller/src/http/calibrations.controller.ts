import { Body, Controller, Param } from '@nestjs/common';
import {
  addCalibrationRequest,
  calibrationRoutes,
  withdrawCalibrationRequest,
  type AddCalibrationRequest,
  type CalibrationList,
  type CalibrationView,
  type WithdrawCalibrationRequest,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { CalibrationsService } from '@joulefleet/fleet';
import { AuditActor, Endpoint } from './endpoint';
import { ParseBody } from './parse-body';

/** Calibrations of the rails of a device. */
@Controller()
export class CalibrationsController {
  constructor(private readonly calibrations: CalibrationsService) {}

  @Endpoint(calibrationRoutes.addCalibration)
  async add(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(addCalibrationRequest)) request: AddCalibrationRequest,
  ): Promise<CalibrationView> {
    return this.calibrations.add(actor, name, request);
  }

  @Endpoint(calibrationRoutes.listCalibrations)
  async list(@Param('name') name: string): Promise<CalibrationList> {
    return this.calibrations.list(name);
  }

  @Endpoint(calibrationRoutes.withdrawCalibration)
  async withdraw(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Param('rail') rail: string,
    @Param('version') version: string,
    @Body(new ParseBody(withdrawCalibrationRequest)) request: WithdrawCalibrationRequest,
  ): Promise<CalibrationView> {
    return this.calibrations.withdraw(actor, name, { rail, version }, request);
  }
}
