-- Idle power at the trial's operating point, before and after its workload. Null: it was not measured.
ALTER TABLE "measurement" ADD COLUMN "idle_power_mw" DOUBLE PRECISION;
