-- The fleet: identities, users, keys, sessions, audit log, history and facts of devices.

-- Identities

CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_type" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "made" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "identity_name_key" ON "identity"("name");
CREATE UNIQUE INDEX "identity_fingerprint_key" ON "identity"("fingerprint");

-- Devices

ALTER TABLE "device" RENAME COLUMN "retry_after" TO "until";
ALTER TABLE "device"
    ALTER COLUMN "identity_file" DROP NOT NULL,
    ADD COLUMN "identity_id" UUID,
    ADD COLUMN "privilege" TEXT NOT NULL DEFAULT 'login',
    ADD COLUMN "group_name" TEXT,
    ADD COLUMN "notes" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "owner" TEXT,
    ADD COLUMN "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ADD COLUMN "state_owner" TEXT NOT NULL DEFAULT 'controller',
    ADD COLUMN "last_seen_at" TIMESTAMPTZ(3),
    ADD COLUMN "faults_in_row" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "ladder" JSONB,
    ADD COLUMN "preflight" JSONB,
    ADD COLUMN "preflight_at" TIMESTAMPTZ(3),
    ADD COLUMN "preflight_for" UUID,
    ADD COLUMN "drift" JSONB,
    ADD COLUMN "allow_reboot" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "power_cycle" JSONB,
    ADD COLUMN "clock_offset_ms" DOUBLE PRECISION;
ALTER TABLE "device" ADD CONSTRAINT "device_identity_id_fkey"
    FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

CREATE TABLE "facts_snapshot" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "facts" JSONB NOT NULL,
    "drift" JSONB NOT NULL,

    CONSTRAINT "facts_snapshot_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "facts_snapshot_device_id_fkey"
        FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "facts_snapshot_device_id_taken_at_idx" ON "facts_snapshot"("device_id", "taken_at");

CREATE TABLE "device_event" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "device_event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "device_event_device_id_fkey"
        FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "device_event_device_id_id_idx" ON "device_event"("device_id", "id");

CREATE TABLE "maintenance_window" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "maintenance_window_device_id_fkey"
        FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "maintenance_window_order" CHECK ("starts_at" < "ends_at")
);
CREATE INDEX "maintenance_window_device_id_ends_at_idx" ON "maintenance_window"("device_id", "ends_at");

-- Who may do what

CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "account_role" CHECK ("role" IN ('viewer', 'researcher', 'admin'))
);
CREATE UNIQUE INDEX "account_name_key" ON "account"("name");

CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_key_user_id_fkey"
        FOREIGN KEY ("user_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX "api_key_user_id_idx" ON "api_key"("user_id");

CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_user_id_fkey"
        FOREIGN KEY ("user_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX "session_secret_hash_key" ON "session"("secret_hash");
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "address" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_entry_subject_subject_id_id_idx" ON "audit_entry"("subject", "subject_id", "id");

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

ALTER TABLE "campaign"
    ADD COLUMN "owner_id" UUID,
    ADD COLUMN "shared_with" TEXT[] DEFAULT ARRAY[]::TEXT[],
    ADD CONSTRAINT "campaign_owner_id_fkey"
        FOREIGN KEY ("owner_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
CREATE INDEX "campaign_owner_id_idx" ON "campaign"("owner_id");
