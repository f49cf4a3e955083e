-- The states that a device was in, for its utilisation, without reading the events of all others.
CREATE INDEX "event_device" ON "event"("device_id", "at") WHERE "kind" = 'device';
