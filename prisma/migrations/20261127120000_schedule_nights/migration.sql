-- What a schedule's campaigns are launched with, and the program that says what is under test.
ALTER TABLE "schedule" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "schedule" ADD COLUMN "resolver" TEXT;

-- A tick that started a night: what was under test, its campaigns, and how it ended.
ALTER TABLE "schedule_tick" ADD COLUMN "triggered_by" TEXT;
ALTER TABLE "schedule_tick" ADD COLUMN "resolved_at" TIMESTAMPTZ(3);
ALTER TABLE "schedule_tick" ADD COLUMN "under_test" TEXT;
ALTER TABLE "schedule_tick" ADD COLUMN "continued_id" UUID;
ALTER TABLE "schedule_tick" ADD COLUMN "stopped_for" TEXT;
ALTER TABLE "schedule_tick" ADD COLUMN "ended_at" TIMESTAMPTZ(3);
ALTER TABLE "schedule_tick" ADD COLUMN "end_reason" TEXT;
ALTER TABLE "schedule_tick" ADD COLUMN "detail" TEXT;
ALTER TABLE "schedule_tick" ADD CONSTRAINT "schedule_tick_continued_id_fkey"
  FOREIGN KEY ("continued_id") REFERENCES "campaign" ("id") ON DELETE SET NULL ON UPDATE NO ACTION;
ALTER TABLE "schedule_tick" ADD CONSTRAINT "schedule_tick_end_check" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL));
CREATE INDEX "schedule_tick_continued_id_idx" ON "schedule_tick" ("continued_id");

-- At most one night of a schedule at a time, whoever starts it.
CREATE UNIQUE INDEX "schedule_tick_open_key" ON "schedule_tick" ("schedule_id") WHERE "skipped" IS NULL AND "ended_at" IS NULL;
