-- What looked suspicious in a night is measured again before the night is over: former and present version in turn. The campaign that does so, the
-- tests that decide, and what they showed.
ALTER TABLE "schedule_tick" ADD COLUMN "checked_at" TIMESTAMPTZ(3), ADD COLUMN "rematches" JSONB, ADD COLUMN "again_id" UUID;
ALTER TABLE "schedule_tick" ADD CONSTRAINT "schedule_tick_again_id_fkey" FOREIGN KEY ("again_id") REFERENCES "campaign"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
CREATE INDEX "schedule_tick_again_id_idx" ON "schedule_tick"("again_id");
CREATE TABLE "night_rematch" (
  "schedule_id" UUID NOT NULL,
  "tick" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "shift" DOUBLE PRECISION NOT NULL,
  "executions" INTEGER NOT NULL,
  CONSTRAINT "night_rematch_pkey" PRIMARY KEY ("schedule_id", "tick", "kind", "key", "metric")
);
ALTER TABLE "night_rematch" ADD CONSTRAINT "night_rematch_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
