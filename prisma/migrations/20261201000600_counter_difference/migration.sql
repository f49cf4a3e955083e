-- Integrated energy against the energy counter of the hardware itself, in percent of that. Null: the device has no counter, or an older version judged it.
ALTER TABLE "measurement" ADD COLUMN "counter_difference_pct" DOUBLE PRECISION;
