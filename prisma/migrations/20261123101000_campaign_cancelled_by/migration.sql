-- Who cancelled a campaign: the reason of the trials that are skipped when its last shard has ended.
ALTER TABLE "campaign" ADD COLUMN "cancelled_by" TEXT;
