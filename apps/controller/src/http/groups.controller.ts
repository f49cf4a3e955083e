import { Body, Controller, Param } from '@nestjs/common';
import {
  deviceRoutes,
  deviceLabel,
  limitGroupRequest,
  type GroupList,
  type LimitGroupRequest,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { DeviceGroupsService } from '@joulefleet/fleet';
import { AuditActor, Endpoint } from './endpoint';
import { ParseBody } from './parse-body';

/** Groups of devices. */
@Controller()
export class GroupsController {
  constructor(private readonly groups: DeviceGroupsService) {}

  @Endpoint(deviceRoutes.listGroups)
  async list(): Promise<GroupList> {
    return this.groups.list();
  }

  @Endpoint(deviceRoutes.limitGroup)
  async limit(
    @AuditActor() actor: Actor,
    @Param('group', new ParseBody(deviceLabel)) group: string,
    @Body(new ParseBody(limitGroupRequest)) { maxAtOnce }: LimitGroupRequest,
  ): Promise<GroupList> {
    return this.groups.limit(actor, group, maxAtOnce);
  }
}
