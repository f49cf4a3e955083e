-- Where notices of nights go. What is secret (a password, a URL) is sealed like private keys are.
CREATE TABLE "notice_target" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "settings" JSONB NOT NULL,
  "sealed" BYTEA,
  "master_key_id" TEXT,
  "every_schedule" BOOLEAN NOT NULL,
  "always" BOOLEAN NOT NULL,
  "zone" TEXT NOT NULL,
  "weekly_from" TIMESTAMPTZ(3),
  "next_weekly_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "notice_target_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notice_target_sealed_check" CHECK (("sealed" IS NULL) = ("master_key_id" IS NULL))
);
CREATE UNIQUE INDEX "notice_target_name_key" ON "notice_target" ("name");

-- The schedules of a target that is not of all.
CREATE TABLE "notice_target_schedule" (
  "target_id" UUID NOT NULL,
  "schedule_id" UUID NOT NULL,
  CONSTRAINT "notice_target_schedule_pkey" PRIMARY KEY ("target_id", "schedule_id"),
  CONSTRAINT "notice_target_schedule_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "notice_target" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  CONSTRAINT "notice_target_schedule_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "notice_target_schedule_schedule_id_idx" ON "notice_target_schedule" ("schedule_id");

-- The outbox: what is to be sent, and what became of it. "key" names the night or the week that it is of: one notice of each for a target.
CREATE TABLE "notice" (
  "id" UUID NOT NULL,
  "target_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "key" TEXT,
  "schedule" TEXT,
  "title" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "digest" JSONB NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'pending',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "notice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notice_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "notice_target" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  CONSTRAINT "notice_ended_check" CHECK (("state" = 'pending') = ("ended_at" IS NULL))
);
CREATE UNIQUE INDEX "notice_target_id_key_key" ON "notice" ("target_id", "key");
CREATE INDEX "notice_pending_idx" ON "notice" ("due_at") WHERE "state" = 'pending';

-- An attempt without an end: it is under way, or its controller ended before it knew what became of it.
CREATE TABLE "notice_attempt" (
  "notice_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "took_ms" INTEGER,
  "sent" BOOLEAN,
  "detail" TEXT,
  CONSTRAINT "notice_attempt_pkey" PRIMARY KEY ("notice_id", "number"),
  CONSTRAINT "notice_attempt_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- Set in the transaction that stores the notices of a night that is over. Nights before this version get none.
ALTER TABLE "schedule_tick" ADD COLUMN "noticed_at" TIMESTAMPTZ(3);
UPDATE "schedule_tick" SET "noticed_at" = CURRENT_TIMESTAMP WHERE "skipped" IS NOT NULL OR "ended_at" IS NOT NULL;
CREATE INDEX "schedule_tick_unnoticed_idx" ON "schedule_tick" ("schedule_id", "tick")
  WHERE "noticed_at" IS NULL AND ("skipped" IS NOT NULL OR "ended_at" IS NOT NULL);
