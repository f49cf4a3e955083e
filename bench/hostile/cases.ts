/** What a case may come to. `accepted`: it is odd but right, and has to count. */
export type Expected = 'accepted' | 'not_accepted' | 'any';

export interface HostileCase {
  name: string;
  expected: Expected;
}

const of = (expected: Expected, names: string): HostileCase[] => names.split(' ').map((name) => ({ name, expected }));

/** Misbehaving workloads (hostile_workload.py). */
export const WORKLOADS: readonly HostileCase[] = [
  ...of('accepted', 'mark_float count_float no_batches noise daemon children'),
  ...of('not_accepted', 'mark_nan mark_inf mark_text mark_null mark_bool mark_list mark_huge mark_negative'),
  ...of(
    'not_accepted',
    'mark_seconds mark_milliseconds mark_nanoseconds mark_wall mark_future mark_past mark_own_clock',
  ),
  ...of('not_accepted', 'missing_load_start missing_inference_start missing_inference_end twice_inference_start'),
  ...of('not_accepted', 'twice_inference_end start_before_go backwards same_instant exit_before_go batches_twice'),
  ...of('not_accepted', 'count_zero count_half count_huge count_nan count_text fewer more mean_nan mean_zero'),
  ...of('not_accepted', 'mean_milliseconds deviation_nan deviation_infinite exit_1 exit_2 segv'),
  ...of('not_accepted', 'stderr_nul stderr_surrogate stderr_escape error_nul error_surrogate error_code error_long'),
];

/** Those that never end by themselves: each is cancelled once it has got that far. */
export const ENDLESS_WORKLOADS: readonly string[] = [
  ...'hang_start hang_load hang_warmup hang_measure hang_end never_reads'.split(' '),
  ...'ignore_term close_and_hang stop_self stdout_flood stderr_flood no_newline binary mark_flood'.split(' '),
];

/**
 * Lying boards (lying_agent.py). What a board says of its measurements must not count when it is not so; a board that lies about
 * something else may have measured all the same, and what it measured counts.
 */
export const LIES: readonly HostileCase[] = [
  ...of('not_accepted', 'wrong_crc not_json nothing_measured nul surrogate bug cancelled huge_count huge_chunks'),
  ...of('not_accepted', 'other_attempt other_trial no_clocks odd_events bad_trace endless_records serial'),
  ...of('any', 'endless_stderr facts silent_start finished long_line deep_line garbage forbidden exits restored_lie'),
  ...of('any', 'endless_progress progress_without_end replies_without_end'),
];

/** A request that asks for too much, or for nonsense, and the statuses that are an answer to it. */
export interface GreedyRequest {
  name: string;
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

const ALL = 'factors: { gpuFrequency: all, cpuFrequency: all, batchSize: [1, 2, 4, 8, 16, 32, 64, 128] }\n';
const THREE = 'name: x\nworkloads: [alexnet, resnet18, mobilenetv2]\n';
const launch = (name: string, source: string): GreedyRequest => {
  return {
    name,
    method: 'POST',
    path: '/v1/campaigns',
    body: JSON.stringify({ source, sourceName: 'x', dryRun: true }),
  };
};
const post = (name: string, path: string, body: string): GreedyRequest => ({ name, method: 'POST', path, body });
const numbers = Array.from({ length: 9_000 }, (_, i) => i);

/** None of them may succeed, be a bug of ours, or hold anybody up. */
export const REQUESTS: readonly GreedyRequest[] = [
  launch('a sweep of millions of trials', `${THREE}${ALL}repetitions: 1000\n`),
  launch(
    'thousands of unknown keys',
    `${THREE}${numbers
      .map((i) => `k${i}: 1`)
      .join('\n')
      .slice(0, 60_000)}`,
  ),
  launch('a key thousands of times', `${THREE}${'seed: 1\n'.repeat(7_000)}`),
  launch('brackets without an end', `${THREE}devices: ${'['.repeat(50_000)}`),
  launch(
    'aliases of aliases',
    `a: &a [1]\n${numbers
      .slice(1, 30)
      .map((i) => `k${i}: &k${i} [*a, *a, *a]`)
      .join('\n')}`,
  ),
  launch('a long word', `${THREE}order: ${'x'.repeat(60_000)}`),
  launch('a long list', `${THREE}factors: { batchSize: [${numbers.join(', ').slice(0, 50_000)}] }`),
  launch('another version of YAML', `%YAML 1.1\n---\n${THREE}`),
  launch('an empty selection', `${THREE}devices: { names: [] }`),
  post('no JSON', '/v1/campaigns', '{'.repeat(100_000)),
  post('deep JSON', '/v1/campaigns', '['.repeat(100_000) + ']'.repeat(100_000)),
  post('a body that is too large', '/v1/campaigns', JSON.stringify({ source: 'x'.repeat(5_000_000) })),
  post('NUL in a reason', '/v1/devices/lane-0/quarantine', '{"reason":"a\\u0000b"}'),
  post('half a pair in a reason', '/v1/devices/lane-0/quarantine', '{"reason":"\\ud83d"}'),
  post('the year 0', '/v1/devices/lane-0/maintenance', window('0000-01-01T00:00:00Z', '2999-01-01T00:00:00Z')),
  post('the year 9999', '/v1/devices/lane-0/maintenance', window('2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z')),
  post(
    'an end before its start',
    '/v1/devices/lane-0/maintenance',
    window('2030-01-01T00:00:00.5Z', '2030-01-01T00:00:00Z'),
  ),
  post('a property of objects', '/v1/campaigns', '{"__proto__":{"dryRun":true},"source":"x"}'),
  { name: 'an unknown filter', method: 'GET', path: '/v1/devices?clas=x' },
  { name: 'a page of a million', method: 'GET', path: '/v1/campaigns?limit=1000000' },
  { name: 'a cursor of nonsense', method: 'GET', path: `/v1/audit?cursor=${'x'.repeat(5_000)}` },
  { name: 'NUL in a path', method: 'GET', path: '/v1/devices/a%00b' },
  { name: 'a path out of the tree', method: 'GET', path: '/v1/campaigns/..%2f..%2fetc%2fpasswd' },
];

function window(startsAt: string, endsAt: string): string {
  return JSON.stringify({ startsAt, endsAt, reason: 'x' });
}
