-- A campaign that is stopped ends early like one that is cancelled.
ALTER TABLE "campaign" RENAME COLUMN "cancelled_by" TO "ended_by";

-- `fills` counts how often its skipped trials were asked for again; while `filling`, the dispatcher reopens them slice by slice.
ALTER TABLE "campaign"
  ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "archived_at" TIMESTAMPTZ(3),
  ADD COLUMN "fills" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "filling" BOOLEAN NOT NULL DEFAULT false;

-- The fill that last reopened a trial, and the attempt from which its tries are counted since.
ALTER TABLE "trial"
  ADD COLUMN "fill" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "first_attempt" INTEGER NOT NULL DEFAULT 1;
