-- How long a trial of a campaign took on a device, lately and all told: shards are as large as fits into a time.
ALTER TABLE "campaign_device" ADD COLUMN "trial_ms" DOUBLE PRECISION;
