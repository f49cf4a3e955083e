-- The levels of a cell become one map by key of the factor, so that a new factor needs no column. Keys of cells stay as they are.
ALTER TABLE "cell" ADD COLUMN "levels" JSONB;

UPDATE "cell" SET "levels" = jsonb_build_object(
  'batchSize', "batch_size",
  'gpuHz', coalesce(to_jsonb("gpu_hz"), '"dvfs"'),
  'gpuGovernor', "gpu_governor",
  'cpuKhz', coalesce(to_jsonb("cpu_khz"), '"dvfs"'),
  'cpuGovernor', "cpu_governor"
);

ALTER TABLE "cell" ALTER COLUMN "levels" SET NOT NULL;
ALTER TABLE "cell"
  DROP COLUMN "batch_size",
  DROP COLUMN "cpu_khz",
  DROP COLUMN "gpu_hz",
  DROP COLUMN "cpu_governor",
  DROP COLUMN "gpu_governor";
