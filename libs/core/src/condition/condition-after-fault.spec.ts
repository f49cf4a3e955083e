import type { FaultOrigin, Ladder } from '@joulefleet/core';
import { conditionAfterFault } from './condition-after-fault';

const AT = '2026-11-23T08:00:00.000Z';
const fault = (origin: FaultOrigin) => ({ code: 'rail_missing', message: 'no rail', origin });

describe('conditionAfterFault', () => {
  it('lets a device recover from its first faults, with the fault on its ladder', () => {
    expect(conditionAfterFault(fault('device'), { consecutiveFaults: 1, ladder: null }, AT)).toEqual({
      availability: 'offline',
      health: 'unknown',
      reason: { code: 'fault', fault: 'rail_missing', origin: 'device', message: 'no rail' },
      deadlineInS: 0,
      consecutiveFaults: 2,
      ladder: { open: true, faults: [{ at: AT, message: 'rail_missing: no rail' }], steps: [] },
    });
  });

  it('quarantines it at the third in a row, with its last faults and what was tried', () => {
    const step = { rung: 'reconnect', startedAt: AT, endedAt: AT, helped: true, evidence: 'the check passed' } as const;
    const faults = ['executor_died: killed', 'executor_died: killed'].map((message) => ({ at: AT, message }));
    const ladder: Ladder = { open: false, faults, steps: [step] };
    expect(conditionAfterFault(fault('device'), { consecutiveFaults: 2, ladder }, AT)).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      reason: {
        code: 'repeated_faults',
        count: 3,
        messages: ['executor_died: killed', 'rail_missing: no rail'],
        tried: 'reconnect: the check passed',
      },
      deadlineInS: 604_800,
      ladder: { open: false, faults: { length: 3 } },
    });
  });

  it.each<FaultOrigin>(['network', 'controller', 'operator', 'bug'])(
    'only has it checked again after: %s',
    (origin) => {
      expect(conditionAfterFault(fault(origin), { consecutiveFaults: 2, ladder: null }, AT)).toEqual({
        availability: 'offline',
        health: 'unknown',
        reason: { code: 'fault', fault: 'rail_missing', origin, message: 'no rail' },
        deadlineInS: 30,
      });
    },
  );
});
