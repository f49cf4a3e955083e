import type { HealthPart } from '@joulefleet/contracts';

/** The only policy under which a queue is safe: with any other, Redis drops jobs when its memory is full. */
const NEEDED_POLICY = 'noeviction';

/** Whether jobs are safe in a Redis that answers, by the `maxmemory_policy` of its INFO; null: it does not tell. */
export function judgeRedis(evictionPolicy: string | null): HealthPart {
  if (evictionPolicy === NEEDED_POLICY) return { ok: true, detail: null, remedy: null };
  if (evictionPolicy === null) return { ok: true, detail: 'it does not tell its maxmemory-policy', remedy: null };
  return {
    ok: false,
    detail: `its maxmemory-policy is ${evictionPolicy}: jobs are lost when its memory is full`,
    remedy: `Set maxmemory-policy to ${NEEDED_POLICY} in redis.conf, and at once with CONFIG SET maxmemory-policy ${NEEDED_POLICY}.`,
  };
}
