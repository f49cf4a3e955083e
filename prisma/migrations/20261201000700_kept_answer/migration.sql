-- What a view answered about a whole finished campaign. `version` is a hash of everything that the answer depends on: the program, the campaign as it is
-- described, what is accepted on each device, and the question. A row of another version is as good as none.
CREATE TABLE "kept_answer" (
    "campaign_id" UUID NOT NULL REFERENCES "campaign"("id") ON DELETE CASCADE,
    "view" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    PRIMARY KEY ("campaign_id", "view")
);
