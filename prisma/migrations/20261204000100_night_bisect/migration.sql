-- Versions of a workload between the last good and the first bad night of a change are measured in turn, in rounds, until it is known which one
-- changed it. A change is named as in night_mark. What is stored after each round is enough to go on with after a restart.
CREATE TABLE "night_bisect" (
  "id" UUID NOT NULL,
  "schedule_id" UUID NOT NULL,
  "flagged_tick" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "by" TEXT NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "versions" JSONB NOT NULL,
  "test" JSONB NOT NULL,
  "range" JSONB NOT NULL,
  "rounds" JSONB NOT NULL DEFAULT '[]',
  "campaign_id" UUID,
  "measured" JSONB,
  "stepped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "outcome" TEXT,
  "detail" TEXT,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "night_bisect_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "night_bisect_open" ON "night_bisect"("schedule_id") WHERE "outcome" IS NULL;
CREATE INDEX "night_bisect_schedule_id_started_at_idx" ON "night_bisect"("schedule_id", "started_at");
CREATE INDEX "night_bisect_campaign_id_idx" ON "night_bisect"("campaign_id");
ALTER TABLE "night_bisect" ADD CONSTRAINT "night_bisect_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "night_bisect" ADD CONSTRAINT "night_bisect_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
