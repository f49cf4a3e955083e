-- Which process executes a shard: the next controller of the same home need not wait for the leases of one that was killed.
ALTER TABLE "lease" ADD COLUMN "holder" TEXT;
