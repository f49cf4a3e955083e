-- A campaign file that is launched at the ticks of a cron expression. Times of day are in minutes since midnight in its zone.
CREATE TABLE "schedule" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "cron" TEXT NOT NULL,
  "zone" TEXT NOT NULL,
  "window_from" INTEGER,
  "window_to" INTEGER,
  "missed_until" INTEGER,
  "overlap" TEXT NOT NULL DEFAULT 'skip',
  "budget_ms" DOUBLE PRECISION,
  "owner_id" UUID NOT NULL,
  "paused_at" TIMESTAMPTZ(3),
  "decided_until" TIMESTAMPTZ(3) NOT NULL,
  "waiting_tick" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "schedule_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "schedule_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  CONSTRAINT "schedule_overlap_check" CHECK ("overlap" IN ('skip', 'queue')),
  CONSTRAINT "schedule_window_check" CHECK (("window_from" IS NULL) = ("window_to" IS NULL) AND "window_from" <> "window_to")
);
CREATE UNIQUE INDEX "schedule_name_key" ON "schedule" ("name");
CREATE INDEX "schedule_owner_id_idx" ON "schedule" ("owner_id");

-- Every tick has a row, or is in a run of ticks that were skipped for one reason.
CREATE TABLE "schedule_tick" (
  "schedule_id" UUID NOT NULL,
  "tick" TIMESTAMPTZ(3) NOT NULL,
  "last_tick" TIMESTAMPTZ(3) NOT NULL,
  "count" INTEGER NOT NULL,
  "skipped" TEXT,
  "campaign_id" UUID,
  "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "schedule_tick_pkey" PRIMARY KEY ("schedule_id", "tick"),
  CONSTRAINT "schedule_tick_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  CONSTRAINT "schedule_tick_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign" ("id") ON DELETE SET NULL ON UPDATE NO ACTION,
  CONSTRAINT "schedule_tick_run_check" CHECK ("count" > 0 AND "last_tick" >= "tick" AND ("count" = 1 OR "skipped" IS NOT NULL))
);
CREATE INDEX "schedule_tick_campaign_id_idx" ON "schedule_tick" ("campaign_id");

-- The one process that does what only one may do, for as long as it says so in time.
CREATE TABLE "leadership" (
  "name" TEXT NOT NULL,
  "holder" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "leadership_pkey" PRIMARY KEY ("name")
);
