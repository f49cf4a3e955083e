-- The audit log is read from the newest entry back, also of one subject, and can be narrowed by time and by what an action begins with. Without
-- an index in this order, entries of long ago are found by reading all later ones.
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at", "id");
CREATE INDEX "audit_entry_action_at_idx" ON "audit_entry"("action" text_pattern_ops, "at");
DROP INDEX "audit_entry_subject_subject_id_id_idx";
CREATE INDEX "audit_entry_subject_subject_id_at_id_idx" ON "audit_entry"("subject", "subject_id", "at", "id");
