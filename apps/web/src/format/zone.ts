/** The time zone of the viewer, as IANA names it. */
export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
