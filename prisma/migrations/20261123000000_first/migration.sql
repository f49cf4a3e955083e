-- The first schema: devices and leases, campaigns with their cells and trials, shards, measurements and traces.

CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "device_class" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "login_user" TEXT NOT NULL,
    "identity_file" TEXT NOT NULL,
    "host_key_type" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "labels" TEXT[],
    "availability" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    "reason" TEXT,
    "retry_after" TIMESTAMPTZ(3),
    "simulated" BOOLEAN NOT NULL,
    "facts" JSONB,
    "facts_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "device_name_key" ON "device"("name");

CREATE TABLE "lease" (
    "device_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "shard_id" UUID,
    "expires_at" TIMESTAMPTZ(3),
    CONSTRAINT "lease_pkey" PRIMARY KEY ("device_id"),
    CONSTRAINT "lease_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE
);

CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "simulated" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "campaign_state_idx" ON "campaign"("state");

CREATE TABLE "cell" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "cell_key" TEXT NOT NULL,
    "device_class" TEXT NOT NULL,
    "workload" TEXT NOT NULL,
    "command" TEXT[],
    "graph_mode" TEXT NOT NULL,
    "batch_size" INTEGER NOT NULL,
    "inferences" INTEGER NOT NULL,
    "cpu_khz" INTEGER,
    "gpu_hz" INTEGER,
    "cpu_governor" TEXT,
    "gpu_governor" TEXT,
    CONSTRAINT "cell_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "cell_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "cell_campaign_id_cell_key_key" ON "cell"("campaign_id", "cell_key");

CREATE TABLE "trial" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "cell_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "repetition" INTEGER NOT NULL,
    "block" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "shard_id" UUID,
    "reason" TEXT,
    CONSTRAINT "trial_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "trial_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE,
    CONSTRAINT "trial_cell_id_fkey" FOREIGN KEY ("cell_id") REFERENCES "cell"("id") ON DELETE CASCADE,
    CONSTRAINT "trial_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id")
);
CREATE INDEX "trial_campaign_id_device_id_state_position_idx" ON "trial"("campaign_id", "device_id", "state", "position");
CREATE INDEX "trial_shard_id_idx" ON "trial"("shard_id");

CREATE TABLE "shard" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "enqueued_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "progress" JSONB,
    "outcome" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "shard_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "shard_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE,
    CONSTRAINT "shard_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id")
);
CREATE INDEX "shard_state_idx" ON "shard"("state");
CREATE INDEX "shard_campaign_id_idx" ON "shard"("campaign_id");

CREATE TABLE "spool_record" (
    "shard_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    CONSTRAINT "spool_record_pkey" PRIMARY KEY ("shard_id", "seq"),
    CONSTRAINT "spool_record_shard_id_fkey" FOREIGN KEY ("shard_id") REFERENCES "shard"("id") ON DELETE CASCADE
);

CREATE TABLE "measurement" (
    "trial_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "shard_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "verdict" TEXT,
    "body" JSONB NOT NULL,
    "findings" JSONB NOT NULL,
    "energy_mj" DOUBLE PRECISION,
    "duration_ms" DOUBLE PRECISION,
    "mean_power_mw" DOUBLE PRECISION,
    "load_energy_mj" DOUBLE PRECISION,
    "absolute_uncertainty_mj" DOUBLE PRECISION,
    "relative_uncertainty_mj" DOUBLE PRECISION,
    "samples" INTEGER,
    "simulated" BOOLEAN NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "measurement_pkey" PRIMARY KEY ("trial_id", "attempt"),
    CONSTRAINT "measurement_trial_id_fkey" FOREIGN KEY ("trial_id") REFERENCES "trial"("id") ON DELETE CASCADE
);

CREATE TABLE "trace_chunk" (
    "trial_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "chunk" INTEGER NOT NULL,
    "codec" SMALLINT NOT NULL,
    "rails" TEXT[],
    "samples" INTEGER NOT NULL,
    "first_t_us" BIGINT NOT NULL,
    "last_t_us" BIGINT NOT NULL,
    "summary" JSONB NOT NULL,
    "data" BYTEA NOT NULL,
    CONSTRAINT "trace_chunk_pkey" PRIMARY KEY ("trial_id", "attempt", "chunk")
);
-- The data are deflated already: PostgreSQL shall not try again.
ALTER TABLE "trace_chunk" ALTER COLUMN "data" SET STORAGE EXTERNAL;

CREATE TABLE "cell_statistics" (
    "cell_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "trials" INTEGER NOT NULL,
    "energy_mj" DOUBLE PRECISION NOT NULL,
    "median_energy_mj" DOUBLE PRECISION NOT NULL,
    "sd_log_energy" DOUBLE PRECISION,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "power_mw" DOUBLE PRECISION NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "cell_statistics_pkey" PRIMARY KEY ("cell_id", "device_id"),
    CONSTRAINT "cell_statistics_cell_id_fkey" FOREIGN KEY ("cell_id") REFERENCES "cell"("id") ON DELETE CASCADE,
    CONSTRAINT "cell_statistics_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id")
);
