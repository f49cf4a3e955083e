-- What people said of changes that the nights of a schedule show. Changes themselves are not stored: they are judged from the nights, and named by
-- the night that raised them and what they are about.
CREATE TABLE "night_mark" (
  "id" UUID NOT NULL,
  "schedule_id" UUID NOT NULL,
  "flagged_tick" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "mark" TEXT NOT NULL,
  "by" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "note" TEXT,
  "link" TEXT,
  "until" TIMESTAMPTZ(3),
  CONSTRAINT "night_mark_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "night_mark_schedule_id_at_idx" ON "night_mark"("schedule_id", "at");
ALTER TABLE "night_mark" ADD CONSTRAINT "night_mark_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
