import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { enrollRequest, type DeviceView, type EnrollRequest } from '@joulefleet/contracts';
import { FleetService } from '@joulefleet/fleet';
import { ParseBody } from './parse-body';

@Controller('v1/devices')
export class DevicesController {
  constructor(private readonly fleet: FleetService) {}

  /** Enrols a device, or brings it up to date. 409 `host_key_unconfirmed` carries the fingerprint to confirm. */
  @Post()
  @HttpCode(200)
  async enroll(@Body(new ParseBody(enrollRequest)) request: EnrollRequest): Promise<DeviceView> {
    return this.fleet.enroll(request);
  }

  @Get()
  async list(): Promise<{ devices: DeviceView[] }> {
    return { devices: await this.fleet.list() };
  }

  @Get(':name')
  async show(@Param('name') name: string): Promise<DeviceView> {
    return this.fleet.show(name);
  }
}
