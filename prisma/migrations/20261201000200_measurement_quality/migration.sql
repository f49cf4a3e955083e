-- What an attempt shows of how far its figure can be trusted: readings, gaps, record of its clocks, temperature at the start. Null: judged by an
-- older version; `results recompute` adds it.
ALTER TABLE "measurement" ADD COLUMN "quality" JSONB;
