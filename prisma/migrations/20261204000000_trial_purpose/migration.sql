-- Why a guided search proposed a trial (`TrialPurpose` in libs/core); null: another strategy planned it.
ALTER TABLE "trial" ADD COLUMN "purpose" TEXT;
