import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type { GroupList } from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import { DATABASE, inTransaction, listDeviceGroups, setGroupLimit, type Database } from '@joulefleet/store';

/** Groups of devices, and how many of each may work at once. */
@Injectable()
export class DeviceGroupsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
    private readonly nudges: Nudges,
  ) {}

  async list(): Promise<GroupList> {
    return { groups: await listDeviceGroups(this.database) };
  }

  /** Devices at work go on; no other one starts while so many work. The group need not have devices yet. */
  async limit(actor: Actor, group: string, maxAtOnce: number | null): Promise<GroupList> {
    await inTransaction(this.database, async (client) => {
      const before = await setGroupLimit(client, group, maxAtOnce);
      if (before === maxAtOnce) return;
      const about = {
        subject: 'group',
        subjectId: group,
        before: { maxAtOnce: before },
        after: { maxAtOnce },
      } as const;
      await this.audit.record(actor, { action: 'group.limit', ...about }, client);
    });
    this.nudges.publish('dispatch');
    return this.list();
  }
}
