import { Fault } from '@joulefleet/core';

/** A shard is being executed there. */
export function deviceBusy(name: string): Fault {
  return new Fault(`${name} is at work: a shard is being executed there`, {
    code: 'device_busy',
    origin: 'operator',
    transient: true,
    where: name,
    remedy: `Wait for its end, or have it end at its trial: joulefleet device quarantine ${name} --reason TEXT`,
  });
}

export function deviceRetired(name: string): Fault {
  return new Fault(`${name} is retired`, {
    code: 'device_retired',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `Bring it back: joulefleet device check ${name}`,
  });
}

export function windowOver(endsAt: string): Fault {
  return new Fault(`the window would have ended at ${endsAt}, which is past`, {
    code: 'window_over',
    origin: 'operator',
    transient: false,
    remedy: 'Name an end that is to come.',
  });
}

export function windowUnknown(name: string, windowId: string): Fault {
  return new Fault(`${name} has no maintenance window ${windowId} that lasts or is to come`, {
    code: 'window_unknown',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `See \`joulefleet device show ${name}\`.`,
  });
}
