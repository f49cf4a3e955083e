/**
 * Every write that is made for a shard by whoever holds its lease. Each goes through `underFence`, so that a holder of an older
 * fence changes nothing. This list is the registry that `bench -- lease` and test/check/fenced-writes.spec.ts compare with what
 * they try: a write that is added here has to be tried there as well. Workers import no other write from the store.
 */
export { beginShard } from './begin-shard';
export { handOverShard } from './hand-over-shard';
export { markEnqueued } from './mark-enqueued';
export { renewLease } from './renew-lease';
export { saveCheck } from './save-check';
export { saveProgress } from './save-progress';
export { saveShardEnd } from './save-shard-end';
export { setLeasedHealth } from './set-leased-health';
export { settleShard } from './settle-shard';
export { storeRecords } from './store-records';
export { suspendShard } from './suspend-shard';
