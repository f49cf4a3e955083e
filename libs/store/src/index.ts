export * from './access/api-keys';
export * from './access/audit-entries';
export * from './access/find-users';
export * from './access/save-user';
export * from './access/sessions';
export * from './calibrations/calibration-rows';
export type { CalibrationInForce } from './calibrations/calibrations-in-force';
export * from './calibrations/last-rail';
export * from './calibrations/used-calibrations';
export * from './campaigns/append-trials';
export * from './campaigns/extend-by-plan';
export * from './campaigns/extend-campaign';
export * from './campaigns/fill-campaign';
export * from './campaigns/find-campaigns';
export * from './campaigns/finish-campaign';
export * from './campaigns/insert-campaign';
export type { CellToInsert } from './campaigns/insert-cells';
export * from './campaigns/move-campaign';
export * from './campaigns/read-conditions';
export * from './campaigns/read-governed-clocks';
export * from './campaigns/read-progress';
export * from './campaigns/read-sentinels';
export * from './campaigns/read-work-units';
export * from './campaigns/read-findings';
export * from './campaigns/read-search-state';
export * from './campaigns/set-campaign';
export * from './campaigns/share-campaign';
export * from './campaigns/skip-larger-batches';
export * from './campaigns/skip-trials';
export * from './campaigns/take-over-cells';
export * from './database';
export * from './database-fault';
export * from './devices/change-free-device';
export * from './devices/device-events';
export * from './devices/edit-device';
export * from './devices/find-device';
export { listDeviceGroups, setGroupLimit, type DeviceGroup } from './devices/group-limits';
export { listAvailability } from './devices/list-availability';
export * from './devices/list-facts';
export * from './devices/find-same-board';
export * from './devices/find-same-key';
export * from './devices/lock-device';
export * from './devices/maintenance-windows';
export * from './devices/pin-host-key';
export { exitDevice, exitOverdue, type ExitResult } from './devices/exit-device';
export * from './devices/save-device';
export * from './devices/save-preflight';
export * from './devices/save-privilege';
export { changeCondition, type ConditionChange, type LeasedHealth } from './devices/change-condition';
export * from './devices/stored-condition';
export * from './events/prune-events';
export * from './events/read-events';
export * from './events/write-events';
export * from './export/read-attempts';
export * from './export/read-trace-chunk';
export * from './facts/accept-facts';
export * from './facts/facts-snapshots';
export * from './facts/save-drift';
export * from './fenced-writes';
export * as fencedWrites from './fenced-writes';
export type { BegunShard } from './fenced-writes/begin-shard';
export type { RawContent, RecordToStore } from './fenced-writes/store-records';
export * from './identities/adopt-identity';
export * from './identities/find-identity';
export * from './identities/insert-identity';
export * from './identities/list-identities';
export * from './identities/remove-identity';
export { newId } from './ids/new-id';
export * from './notices';
export * from './searches';
export * from './measurements/cell-statistics';
export * from './measurements/read-cell-digests';
export * from './measurements/judgements';
export * from './measurements/kept-answers';
export {
  countAttempts,
  countUsedAttempts,
  findUnjudged,
  listUnjudged,
  type AttemptKey,
  type UnjudgedAttempt,
} from './measurements/measurement-rows';
export * from './measurements/move-trial';
export * from './measurements/read-budget';
export * from './measurements/read-known-cells';
export * from './measurements/read-start-temperatures';
export * from './measurements/stored-judgements';
export {
  readTraceChunks,
  readTraceChunksWithin,
  readTracesChunks,
  type RawChunk,
  type StoredChunk,
} from './measurements/trace-chunks';
export * from './shards/drop-leases';
export { readDurableRecords, type DurableRecords } from './shards/durable-records';
export * from './shards/list-shards-to-enqueue';
export * from './campaigns/read-device-totals';
export * from './shards/place-shard';
export * from './shards/read-known-shards';
export { readStopStates, type StopState } from './shards/read-stop-states';
export * from './shards/read-dispatch-snapshot';
export * from './shards/shard-campaigns';
export * from './shards/shard-end';
export { readTrialsToExecute, type TrialToExecute } from './shards/trials-to-execute';
export * from './trials/list-trials';
export * from './trials/read-grid';
export * from './trials/read-lanes';
export * from './trials/read-trial';
export * from './watch/find-login';
export * from './watch/mark-seen';
export * from './watch/change-retry';
export * from './watch/release-abandoned-shard';
export * from './watch/move-device';
export * from './watch/read-watch-snapshot';
export * from './metrics/read-database-size';
export * from './metrics/read-fleet-counts';
export * from './installation/master-key-id';
export { probeWrite } from './installation/probe-write';
export * from './schedules/commit-ticks';
export * from './schedules/measured-again';
export * from './schedules/night-bisect';
export * from './schedules/night-marks';
export * from './schedules/night-rows';
export * from './schedules/read-night-figures';
export * from './schedules/read-night-conditions';
export * from './schedules/read-now';
export * from './schedules/read-ticks';
export * from './schedules/schedule-rows';
export * from './schedules/take-leadership';
export { applyMigrations } from './migrations/apply-migrations';
export { findPendingMigrations } from './migrations/find-pending-migrations';
export * from './store.module';
export type {
  ApiKey,
  AuditEntry,
  Campaign,
  Device,
  DeviceEvent,
  Identity,
  Lease,
  MaintenanceWindow,
  Session,
  Shard,
  User,
} from './generated/client';
