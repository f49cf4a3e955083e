-- What comparisons need of the accepted trials of a cell on a device, so that they read no trial. `digest`: its numbers (`encodeDigest` in libs/core).
-- `sensors`: [{setup, supplyMv, shuntMicroOhm, calibrationId, trials}], how its trials were read, in the order of their positions. `evidence`: what
-- they show of how far a figure can be trusted (`CellEvidence`). Null: an older version wrote the row, and the digest is made when the cell is first read.
ALTER TABLE "cell_statistics" ADD COLUMN "digest" BYTEA, ADD COLUMN "sensors" JSONB, ADD COLUMN "evidence" JSONB;
ALTER TABLE "cell_statistics" ALTER COLUMN "digest" SET STORAGE EXTERNAL;

-- Grows with every change of what a campaign has accepted on a device: rows that were made at the same revision are still right.
ALTER TABLE "campaign_device" ADD COLUMN "digest_revision" INTEGER NOT NULL DEFAULT 0;
