import type { HealthPart } from '@joulefleet/contracts';

/** The only safe policy for queues: with any other, Redis evicts jobs when its memory is full. */
const REQUIRED_POLICY = 'noeviction';

/** Whether Redis is configured to keep jobs, judged by `maxmemory_policy` of its INFO; null: not reported. */
export function judgeRedis(evictionPolicy: string | null): HealthPart {
  if (evictionPolicy === REQUIRED_POLICY) return { ok: true, detail: null, remedy: null };
  if (evictionPolicy === null)
    return { ok: true, detail: 'the server does not report its maxmemory-policy', remedy: null };
  return {
    ok: false,
    detail: `maxmemory-policy is ${evictionPolicy}: jobs are lost when its memory is full`,
    remedy: `Set maxmemory-policy to ${REQUIRED_POLICY} in redis.conf, and at runtime with CONFIG SET maxmemory-policy ${REQUIRED_POLICY}.`,
  };
}
