-- One device condition: reasons are codes with parameters, deadlines are not locks, each change is a version.

ALTER TABLE "device" RENAME COLUMN "until" TO "deadline_at";
ALTER TABLE "device" RENAME COLUMN "faults_in_row" TO "consecutive_faults";
ALTER TABLE "device" RENAME COLUMN "quarantine_asked" TO "pending_exit";
ALTER TABLE "device" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- Texts of earlier versions stay readable; a changed host key keeps its way out.
ALTER TABLE "device" ALTER COLUMN "reason" TYPE JSONB USING CASE
    WHEN "reason" IS NULL THEN NULL
    WHEN "reason" ~ 'host key changed from SHA256:\S+ to SHA256:' THEN
        jsonb_build_object('code', 'fault', 'fault', 'host_key_changed', 'origin', 'operator', 'message', "reason")
    ELSE jsonb_build_object('code', 'recorded', 'text', "reason")
END;

UPDATE "device" SET
    "pending_exit" = jsonb_build_object('to', 'quarantined', 'by', "pending_exit"->>'by',
        'reason', jsonb_build_object('code', 'person', 'text', "pending_exit"->>'reason')),
    "deadline_at" = now() + interval '7800 seconds'
WHERE "pending_exit" IS NOT NULL;
