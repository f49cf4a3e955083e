-- What the plan estimated at launch, to be held against what happened; null: launched by an older version.
ALTER TABLE "campaign" ADD COLUMN "estimate" JSONB;
