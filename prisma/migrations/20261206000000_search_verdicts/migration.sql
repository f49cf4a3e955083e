-- What the searches of a campaign ended with, and by which version: a later one does not change it. Of campaigns that are there it is computed.
ALTER TABLE "campaign" ADD COLUMN "search_verdicts" JSONB;
