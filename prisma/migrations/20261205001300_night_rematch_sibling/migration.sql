-- What was measured again has its interval, and what a sibling showed beside it. What is there has neither.
ALTER TABLE "night_rematch" ADD COLUMN "reach" DOUBLE PRECISION, ADD COLUMN "sibling" JSONB;
