-- Raw records are committed first and judged afterwards: `judged_at` says what a judge has seen, whatever its verdict.
ALTER TABLE "measurement" ADD COLUMN "judged_at" TIMESTAMPTZ(3);
UPDATE "measurement" SET "judged_at" = "committed_at" WHERE "verdict" IS NOT NULL OR "outcome" <> 'measured';
CREATE INDEX "measurement_unjudged_idx" ON "measurement"("shard_id") WHERE "judged_at" IS NULL;

-- Where a measurement came from.
ALTER TABLE "measurement" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'device',
    ADD CONSTRAINT "measurement_source" CHECK ("source" IN ('device', 'import'));

-- Minimum, mean and maximum of each rail belong to what is judged, once a trial; the chunks keep raw data only.
ALTER TABLE "measurement" ADD COLUMN "rail_summary" JSONB;
UPDATE "measurement" m SET "rail_summary" = (
    SELECT jsonb_agg(jsonb_build_object('rail', r.rail, 'minMw', r.min_mw, 'meanMw', r.mean_mw, 'maxMw', r.max_mw) ORDER BY r.place)
    FROM (
        SELECT e->>'rail' AS rail, min(ordinality) AS place, min((e->>'minMw')::float8) AS min_mw,
            sum((e->>'meanMw')::float8 * c."samples") / sum(c."samples") AS mean_mw, max((e->>'maxMw')::float8) AS max_mw
        FROM "trace_chunk" c, jsonb_array_elements(c."summary") WITH ORDINALITY AS s(e, ordinality)
        WHERE c."trial_id" = m."trial_id" AND c."attempt" = m."attempt"
        GROUP BY 1) r)
WHERE m."verdict" IS NOT NULL;
ALTER TABLE "trace_chunk" DROP COLUMN "summary";
