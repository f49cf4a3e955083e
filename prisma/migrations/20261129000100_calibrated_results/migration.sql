-- Energies, mean and idle power of an attempt are calibrated where a calibration was in force on its board. `raw_energy_mj` is the energy by
-- the sensor itself then; null: none was in force, and `energy_mj` is that. `uncertainty_parts`: standard uncertainties by part, in mJ.
ALTER TABLE "measurement" ADD COLUMN "calibration_id" UUID,
  ADD COLUMN "raw_energy_mj" DOUBLE PRECISION,
  ADD COLUMN "uncertainty_parts" JSONB,
  ADD CONSTRAINT "measurement_calibration_id_fkey" FOREIGN KEY ("calibration_id") REFERENCES "calibration"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;
