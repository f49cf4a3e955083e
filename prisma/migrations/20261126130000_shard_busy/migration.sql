-- How long shards were executed was computed from times of day, and moved with the clock of this machine.
ALTER TABLE "shard" ADD COLUMN "busy_ms" DOUBLE PRECISION NOT NULL DEFAULT 0;
UPDATE "shard" s SET "busy_ms" = greatest(0, 1000 * extract(epoch FROM
    coalesce(s."settled_at", d."last_commit_at") - s."started_at"))
  FROM "campaign_device" d
  WHERE d."campaign_id" = s."campaign_id" AND d."device_id" = s."device_id"
    AND s."started_at" IS NOT NULL AND coalesce(s."settled_at", d."last_commit_at") IS NOT NULL;
