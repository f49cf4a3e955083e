-- Energy, duration and power of loading and of warming up: {load, warmup}; null where an older version judged the attempt.
ALTER TABLE measurement ADD COLUMN phases jsonb;
