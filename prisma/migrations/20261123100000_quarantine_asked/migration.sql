-- A device that is at work can be asked to go into quarantine once its trial has ended: {"reason", "by"}.

ALTER TABLE "device" ADD COLUMN "quarantine_asked" JSONB;
