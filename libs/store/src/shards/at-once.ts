/** The column holds milliseconds and rounds: a plain now() could lie half of one in the future. */
export const AT_ONCE = `date_trunc('milliseconds', now())`;
