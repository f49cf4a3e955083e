-- A trial with the repetition 0 is a sentinel: it is measured between the others to see whether the device drifts, and is none of its cell's.
-- `sentinels`: how many of them a campaign has on a device.
ALTER TABLE "campaign_device" ADD COLUMN "sentinels" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "trial_sentinel" ON "trial"("campaign_id", "device_id") WHERE "repetition" = 0;

CREATE OR REPLACE FUNCTION count_added_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_device AS d (campaign_id, device_id, cells, last_position, pending, assigned, accepted, failed, skipped,
    untried, sentinels)
  SELECT campaign_id, device_id, count(*) FILTER (WHERE repetition = 1), max(position),
    count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'assigned'),
    count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'failed'),
    count(*) FILTER (WHERE state = 'skipped'), count(*) FILTER (WHERE state = 'pending' AND repetition = 1),
    count(*) FILTER (WHERE repetition = 0)
  FROM added GROUP BY campaign_id, device_id ORDER BY campaign_id, device_id
  ON CONFLICT (campaign_id, device_id) DO UPDATE SET
    cells = d.cells + EXCLUDED.cells, last_position = greatest(d.last_position, EXCLUDED.last_position),
    pending = d.pending + EXCLUDED.pending, assigned = d.assigned + EXCLUDED.assigned,
    accepted = d.accepted + EXCLUDED.accepted, failed = d.failed + EXCLUDED.failed,
    skipped = d.skipped + EXCLUDED.skipped, untried = d.untried + EXCLUDED.untried,
    sentinels = d.sentinels + EXCLUDED.sentinels;
  RETURN NULL;
END $$;
