-- Devices that can measure a cell whose campaign shares its cells out; null: it stays on the devices that it was planned for.
ALTER TABLE "cell" ADD COLUMN "device_ids" UUID[];

-- `untried`: first repetitions that are pending. `moved`: trials of cells that another device took over; `moved_cells`: how many cells
-- of which nothing was tried are among them.
ALTER TABLE "campaign_device"
  ADD COLUMN "untried" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "moved" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "moved_cells" INTEGER NOT NULL DEFAULT 0;

UPDATE "campaign_device" d SET "untried" = t.untried
FROM (SELECT campaign_id, device_id, count(*) AS untried FROM "trial" WHERE state = 'pending' AND repetition = 1
      GROUP BY campaign_id, device_id) t
WHERE t.campaign_id = d.campaign_id AND t.device_id = d.device_id;

CREATE OR REPLACE FUNCTION count_added_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_device AS d (campaign_id, device_id, cells, last_position, pending, assigned, accepted, failed, skipped,
    untried)
  SELECT campaign_id, device_id, count(*) FILTER (WHERE repetition = 1), max(position),
    count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'assigned'),
    count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'failed'),
    count(*) FILTER (WHERE state = 'skipped'), count(*) FILTER (WHERE state = 'pending' AND repetition = 1)
  FROM added GROUP BY campaign_id, device_id ORDER BY campaign_id, device_id
  ON CONFLICT (campaign_id, device_id) DO UPDATE SET
    cells = d.cells + EXCLUDED.cells, last_position = greatest(d.last_position, EXCLUDED.last_position),
    pending = d.pending + EXCLUDED.pending, assigned = d.assigned + EXCLUDED.assigned,
    accepted = d.accepted + EXCLUDED.accepted, failed = d.failed + EXCLUDED.failed,
    skipped = d.skipped + EXCLUDED.skipped, untried = d.untried + EXCLUDED.untried;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_moved_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE campaign_device d SET
    pending = d.pending + m.pending, assigned = d.assigned + m.assigned, accepted = d.accepted + m.accepted,
    failed = d.failed + m.failed, skipped = d.skipped + m.skipped, untried = d.untried + m.untried,
    moved = d.moved + m.moved, moved_cells = d.moved_cells + m.moved_cells
  FROM (SELECT campaign_id, device_id,
          coalesce(sum(n) FILTER (WHERE state = 'pending'), 0) AS pending,
          coalesce(sum(n) FILTER (WHERE state = 'assigned'), 0) AS assigned,
          coalesce(sum(n) FILTER (WHERE state = 'accepted'), 0) AS accepted,
          coalesce(sum(n) FILTER (WHERE state = 'failed'), 0) AS failed,
          coalesce(sum(n) FILTER (WHERE state = 'skipped'), 0) AS skipped,
          coalesce(sum(n) FILTER (WHERE state = 'pending' AND is_first), 0) AS untried,
          coalesce(sum(n) FILTER (WHERE state = 'moved'), 0) AS moved,
          coalesce(sum(n) FILTER (WHERE state = 'moved' AND is_first), 0) AS moved_cells
        FROM (SELECT campaign_id, device_id, state, is_first, sum(n) AS n
              FROM (SELECT campaign_id, device_id, state, repetition = 1 AS is_first, 1 AS n FROM moved
                    UNION ALL SELECT campaign_id, device_id, state, repetition = 1, -1 FROM before) each
              GROUP BY campaign_id, device_id, state, is_first HAVING sum(n) <> 0) changes
        GROUP BY campaign_id, device_id) m
  WHERE d.campaign_id = m.campaign_id AND d.device_id = m.device_id;
  RETURN NULL;
END $$;
