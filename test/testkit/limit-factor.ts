/**
 * Time limits in specs are those of a file that runs alone; a run of all files shares two cores among its workers. What hangs is still
 * found, only later.
 */
export const LIMIT_FACTOR = 3;
