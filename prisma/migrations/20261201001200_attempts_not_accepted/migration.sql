-- Attempts of a shard that do not count, for the lanes of a campaign: accepted ones are found by their trial.
CREATE INDEX "measurement_not_accepted_idx" ON "measurement"("shard_id") WHERE "verdict" IS DISTINCT FROM 'accepted';
