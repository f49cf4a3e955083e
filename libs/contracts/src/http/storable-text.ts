/** Text that PostgreSQL takes, in a column and in JSON: without the character NUL and without half of a surrogate pair. */
export const STORABLE_TEXT = /^[^\0\p{Cs}]*$/u;
