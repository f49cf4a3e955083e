-- What a campaign has on each of its devices, counted. Triggers keep the counts, so that no reader has to scan the trials.
CREATE TABLE "campaign_device" (
    "campaign_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "cells" INTEGER NOT NULL DEFAULT 0,
    "last_position" INTEGER NOT NULL DEFAULT 0,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "assigned" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "last_commit_at" TIMESTAMPTZ(3),
    CONSTRAINT "campaign_device_pkey" PRIMARY KEY ("campaign_id", "device_id"),
    CONSTRAINT "campaign_device_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE,
    CONSTRAINT "campaign_device_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id")
) WITH (fillfactor = 50);
CREATE INDEX "campaign_device_pending" ON "campaign_device"("campaign_id") WHERE "pending" > 0;

INSERT INTO "campaign_device" ("campaign_id", "device_id", "cells", "last_position", "pending", "assigned", "accepted",
  "failed", "skipped")
SELECT campaign_id, device_id, count(DISTINCT cell_id), max(position),
  count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'assigned'),
  count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'failed'),
  count(*) FILTER (WHERE state = 'skipped')
FROM "trial" GROUP BY campaign_id, device_id;

UPDATE "campaign_device" d SET "rejected" = m.rejected, "last_commit_at" = m.last_commit_at
FROM (SELECT t.campaign_id, t.device_id, count(*) FILTER (WHERE verdict = 'rejected') AS rejected,
        max(committed_at) AS last_commit_at
      FROM "measurement" JOIN "trial" t ON t.id = trial_id GROUP BY t.campaign_id, t.device_id) m
WHERE m.campaign_id = d.campaign_id AND m.device_id = d.device_id;

CREATE FUNCTION count_added_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_device AS d (campaign_id, device_id, cells, last_position, pending, assigned, accepted, failed, skipped)
  SELECT campaign_id, device_id, count(*) FILTER (WHERE repetition = 1), max(position),
    count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'assigned'),
    count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'failed'),
    count(*) FILTER (WHERE state = 'skipped')
  FROM added GROUP BY campaign_id, device_id ORDER BY campaign_id, device_id
  ON CONFLICT (campaign_id, device_id) DO UPDATE SET
    cells = d.cells + EXCLUDED.cells, last_position = greatest(d.last_position, EXCLUDED.last_position),
    pending = d.pending + EXCLUDED.pending, assigned = d.assigned + EXCLUDED.assigned,
    accepted = d.accepted + EXCLUDED.accepted, failed = d.failed + EXCLUDED.failed,
    skipped = d.skipped + EXCLUDED.skipped;
  RETURN NULL;
END $$;

CREATE FUNCTION count_moved_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE campaign_device d SET
    pending = d.pending + m.pending, assigned = d.assigned + m.assigned, accepted = d.accepted + m.accepted,
    failed = d.failed + m.failed, skipped = d.skipped + m.skipped
  FROM (SELECT campaign_id, device_id,
          coalesce(sum(n) FILTER (WHERE state = 'pending'), 0) AS pending,
          coalesce(sum(n) FILTER (WHERE state = 'assigned'), 0) AS assigned,
          coalesce(sum(n) FILTER (WHERE state = 'accepted'), 0) AS accepted,
          coalesce(sum(n) FILTER (WHERE state = 'failed'), 0) AS failed,
          coalesce(sum(n) FILTER (WHERE state = 'skipped'), 0) AS skipped
        FROM (SELECT campaign_id, device_id, state, sum(n) AS n
              FROM (SELECT campaign_id, device_id, state, 1 AS n FROM moved
                    UNION ALL SELECT campaign_id, device_id, state, -1 FROM before) each
              GROUP BY campaign_id, device_id, state HAVING sum(n) <> 0) changes
        GROUP BY campaign_id, device_id) m
  WHERE d.campaign_id = m.campaign_id AND d.device_id = m.device_id;
  RETURN NULL;
END $$;

CREATE FUNCTION count_measurement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  rejected_before INTEGER := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN rejected_before := coalesce(OLD.verdict = 'rejected', false)::int; END IF;
  UPDATE campaign_device d SET
    rejected = d.rejected + coalesce(NEW.verdict = 'rejected', false)::int - rejected_before,
    last_commit_at = greatest(d.last_commit_at, NEW.committed_at)
  FROM trial t WHERE t.id = NEW.trial_id AND d.campaign_id = t.campaign_id AND d.device_id = t.device_id;
  RETURN NULL;
END $$;

CREATE TRIGGER "trial_added" AFTER INSERT ON "trial" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_added_trials();
CREATE TRIGGER "trial_moved" AFTER UPDATE ON "trial" REFERENCING OLD TABLE AS before NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION count_moved_trials();
CREATE TRIGGER "measurement_added" AFTER INSERT ON "measurement"
  FOR EACH ROW EXECUTE FUNCTION count_measurement();
CREATE TRIGGER "measurement_judged" AFTER UPDATE OF "verdict" ON "measurement"
  FOR EACH ROW WHEN (OLD.verdict IS DISTINCT FROM NEW.verdict) EXECUTE FUNCTION count_measurement();

-- Statistics of a cell on a device are read at each commit.
CREATE INDEX "trial_cell_id_device_id_idx" ON "trial"("cell_id", "device_id");

-- How the campaign chooses its trials. `plan_version` grows with every change of what is planned: of two that change it at
-- once, one wins.
ALTER TABLE "campaign"
    ADD COLUMN "strategy" TEXT NOT NULL DEFAULT 'sweep',
    ADD COLUMN "strategy_parameters" JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN "plan_version" INTEGER NOT NULL DEFAULT 0;
UPDATE "campaign" SET "strategy_parameters" = jsonb_build_object(
    'repetitions', coalesce(spec->'repetitions', '3'), 'order', coalesce(spec->'order', '"randomised-blocks"'),
    'seed', coalesce(spec->'seed', '1'));
ALTER TABLE "campaign" ALTER COLUMN "strategy" DROP DEFAULT, ALTER COLUMN "strategy_parameters" DROP DEFAULT;
