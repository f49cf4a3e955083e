/** Text that PostgreSQL can store in a column and in JSON: without NUL characters and unpaired surrogates. */
export const STORABLE_TEXT = /^[^\0\p{Cs}]*$/u;
