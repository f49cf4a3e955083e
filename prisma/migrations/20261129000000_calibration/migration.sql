-- Gain and offset of a rail of a board, from pairs against an external meter. A version is never edited: `withdrawn_at` marks it as not
-- to be used any more, and a later version takes the place of an earlier one from `valid_from` on.
CREATE TABLE "calibration" (
  "id" UUID NOT NULL,
  "device_id" UUID NOT NULL,
  "board_serial" TEXT NOT NULL,
  "rail" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "gain" DOUBLE PRECISION NOT NULL,
  "offset_mw" DOUBLE PRECISION NOT NULL,
  "gain_variance" DOUBLE PRECISION NOT NULL,
  "offset_variance_mw2" DOUBLE PRECISION NOT NULL,
  "covariance_mw" DOUBLE PRECISION NOT NULL,
  "meter" TEXT,
  "meter_share" DOUBLE PRECISION NOT NULL,
  "meter_offset_mw" DOUBLE PRECISION NOT NULL,
  "pairs" JSONB NOT NULL,
  "note" TEXT NOT NULL DEFAULT '',
  "forced" BOOLEAN NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_by" TEXT NOT NULL,
  "withdrawn_at" TIMESTAMPTZ(3),
  "withdrawn_by" TEXT,
  "withdrawn_reason" TEXT,
  CONSTRAINT "calibration_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "calibration_gain_check" CHECK ("gain" > 0),
  CONSTRAINT "calibration_withdrawn_check" CHECK (("withdrawn_at" IS NULL) = ("withdrawn_by" IS NULL)),
  CONSTRAINT "calibration_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX "calibration_board_serial_rail_version_key" ON "calibration"("board_serial", "rail", "version");
CREATE INDEX "calibration_device_id_idx" ON "calibration"("device_id");
