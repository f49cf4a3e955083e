/** Login names that the contract lets through (`sshUser`), as the `pattern` of a field. */
export const USER_PATTERN = '[A-Za-z_][A-Za-z0-9_\\-]{0,31}';
