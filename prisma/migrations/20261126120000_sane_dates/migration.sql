-- Dates far outside of any use could be stored, and then read by nothing.
UPDATE "maintenance_window" SET
  "starts_at" = least(greatest("starts_at", '2000-01-01 00:00+00'), '2199-12-30 00:00+00'),
  "ends_at" = least(greatest("ends_at", '2000-01-02 00:00+00'), '2199-12-31 00:00+00')
  WHERE NOT ("starts_at" >= '2000-01-01 00:00+00' AND "ends_at" < '2200-01-01 00:00+00');
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_sane_dates"
  CHECK ("starts_at" >= '2000-01-01 00:00+00' AND "ends_at" < '2200-01-01 00:00+00');

UPDATE "api_key" SET "expires_at" = least(greatest("expires_at", '2000-01-01 00:00+00'), '2199-12-31 00:00+00')
  WHERE NOT ("expires_at" >= '2000-01-01 00:00+00' AND "expires_at" < '2200-01-01 00:00+00');
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_sane_dates"
  CHECK ("expires_at" >= '2000-01-01 00:00+00' AND "expires_at" < '2200-01-01 00:00+00');
