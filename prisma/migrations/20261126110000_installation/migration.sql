-- What concerns the whole database: which master key seals its secrets, and when a health check last wrote here.
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL,
    "master_key_id" TEXT,
    "probed_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);
INSERT INTO "installation" ("id", "master_key_id") VALUES (1, (SELECT min("master_key_id") FROM "identity"));
