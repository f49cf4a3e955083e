-- The number of inferences is a level of a cell as the others are. Cells that were stored before have it in its column alone.
UPDATE "cell" SET "levels" = "levels" || jsonb_build_object('inferences', "inferences") WHERE NOT "levels" ? 'inferences';
