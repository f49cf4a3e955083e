-- What happened to campaigns and devices, for those who follow along. A campaign's events have its id, those of the fleet have none.
-- There are no foreign keys: their locks on the campaign would wait for whoever extends it, and that one for the trials' counts.
CREATE TABLE "event" (
  "id" BIGSERIAL NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "kind" TEXT NOT NULL,
  "campaign_id" UUID,
  "device_id" UUID,
  "trial_id" UUID,
  "body" JSONB NOT NULL,
  CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "event_campaign_id_id_idx" ON "event" ("campaign_id", "id");

-- Ids are given in one order and committed in another. A reader that has seen 8 must not miss a 7 that is committed later.
-- Therefore each writer first takes a shared advisory lock that says after which id its own come, and holds it to its end
-- (19014 marks these locks, the lower 48 bits are the id). Shared locks wait for nobody, so writers do not wait for each other.
-- The horizon is the newest id, or the lowest that a lock names: no event up to it can still be committed.
--  * An id that was not given yet when the newest was read is higher than the horizon.
--  * An id that was given before has its lock: that was taken earlier still. If the lock is held, the horizon is below the id;
--    if it is not, its transaction has ended, and whoever reads afterwards sees the event.
-- Therefore the newest is read first, then the locks; and events are read by a later statement.
CREATE FUNCTION newest_event_id() RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM event_id_seq
$$;

CREATE FUNCTION hold_event_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared((19014::bigint << 48) | newest_event_id());
  RETURN NULL;
END $$;

CREATE TRIGGER "event_order" BEFORE INSERT ON "event" FOR EACH STATEMENT EXECUTE FUNCTION hold_event_order();

CREATE FUNCTION event_horizon() RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  newest BIGINT := newest_event_id();
  held BIGINT;
BEGIN
  SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) INTO held FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 19014
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
  RETURN least(newest, held);
END $$;
