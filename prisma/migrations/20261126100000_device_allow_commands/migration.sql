-- Programs of a campaign's own run on a twin as the user who runs the twin: only where an admin allows them.
ALTER TABLE "device" ADD COLUMN "allow_commands" BOOLEAN NOT NULL DEFAULT false;
