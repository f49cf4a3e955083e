-- Why a campaign failed: no device is left that could measure what is missing.
ALTER TABLE "campaign" ADD COLUMN "end_reason" TEXT;
