-- The column says whether the controller generated the key; false: it was imported.
ALTER TABLE "identity" RENAME COLUMN "made" TO "generated";
