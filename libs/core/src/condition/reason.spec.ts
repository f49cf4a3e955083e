import { describeReason, faultReason, isHostKeyChange, isSameReason, type Reason } from './reason';

it.each<[Reason, string]>([
  [{ code: 'person', text: 'the fan rattles' }, 'the fan rattles'],
  [{ code: 'preflight', checks: ['disk_free'], message: 'disk_free: 1 MB' }, 'disk_free: 1 MB'],
  [faultReason({ code: 'rail_missing', origin: 'device', message: 'no rail' }), 'rail_missing: no rail'],
  [faultReason({ code: 'device_unreachable', origin: 'network', message: 'no answer' }), 'no answer (network)'],
  [
    { code: 'repeated_faults', count: 3, messages: ['a', 'b'], tried: 'reboot: x' },
    '3 consecutive faults of the device: a; b; tried: reboot: x',
  ],
  [{ code: 'repeated_faults', count: 3, messages: ['a'], tried: '' }, '3 consecutive faults of the device: a'],
  [{ code: 'recovery_failed', cause: 'no rail', tried: 'reboot: x' }, 'no rail; recovery did not help: reboot: x'],
  [{ code: 'recovering', cause: 'no rail', rung: 'power_cycle' }, 'no rail; recovery: power cycle'],
  [{ code: 'not_restored', differences: ['the fan', 'gpu'] }, 'not restored after its shard: the fan, gpu'],
  [{ code: 'restore_unreported' }, 'the agent did not report whether it restored the device'],
  [{ code: 'checking' }, 'checking'],
  [{ code: 'maintenance_ended' }, 'checking: maintenance ended'],
  [{ code: 'not_examined' }, 'not examined yet'],
  [{ code: 'repinned', message: 'no answer' }, 'a new host key is pinned; no answer'],
  [{ code: 'did_not_stop', asked: 'smells burnt' }, 'its shard did not stop in time: smells burnt'],
  [{ code: 'recorded', text: 'as it was' }, 'as it was'],
])('%j reads: %s', (reason, text) => expect(describeReason(reason)).toBe(text));

it('compares code and parameters, whatever their order', () => {
  expect(isSameReason({ code: 'person', text: 'a' }, JSON.parse('{"text":"a","code":"person"}') as Reason)).toBe(true);
  expect(isSameReason({ code: 'person', text: 'a' }, { code: 'recorded', text: 'a' })).toBe(false);
  expect(isSameReason(null, null)).toBe(true);
  expect(isSameReason(null, { code: 'checking' })).toBe(false);
});

it('knows a changed host key by its code', () => {
  expect(isHostKeyChange(faultReason({ code: 'host_key_changed', origin: 'operator', message: 'x' }))).toBe(true);
  expect(isHostKeyChange({ code: 'recorded', text: 'host key changed from SHA256:a to SHA256:b' })).toBe(false);
  expect(isHostKeyChange(null)).toBe(false);
});
