-- How the time of a trial differs from shard to shard: the interval of an ETA.
ALTER TABLE "campaign_device"
  ADD COLUMN "timed_shards" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "trial_ms_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "trial_ms_squares" DOUBLE PRECISION NOT NULL DEFAULT 0;
