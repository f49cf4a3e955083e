import { commandInText, Fault } from '@joulefleet/core';

/** A shard is being executed there. */
export function deviceBusy(name: string): Fault {
  return new Fault(`${name} is executing a shard`, {
    code: 'device_busy',
    origin: 'operator',
    transient: true,
    where: name,
    remedy: `Wait until it ends, or end it after the current trial: ${commandInText(`device quarantine ${name} --reason TEXT`)}`,
  });
}

export function deviceRetired(name: string): Fault {
  return new Fault(`${name} is retired`, {
    code: 'device_retired',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `Bring it back: ${commandInText(`device check ${name}`)}`,
  });
}

export function windowOver(endsAt: string): Fault {
  return new Fault(`the end of the window, ${endsAt}, is in the past`, {
    code: 'window_over',
    origin: 'operator',
    transient: false,
    remedy: 'Give an end in the future.',
  });
}

export function windowUnknown(name: string, windowId: string): Fault {
  return new Fault(`${name} has no current or planned maintenance window ${windowId}`, {
    code: 'window_unknown',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `See ${commandInText(`device show ${name}`)}.`,
  });
}
