/** Method and path of every route by its id, set by the build (scripts/setup/build-web.mjs). */
declare const __ROUTES__: Readonly<Record<string, readonly [method: string, path: string]>>;
/** Of this Joulefleet. */
declare const __VERSION__: string;
/** JSON Schema of campaign files. Only what is loaded late may use it. */
declare const __CAMPAIGN_SCHEMA__: object;
/** Commented campaign files to start from, by what they are for. Only what is loaded late may use it. */
declare const __EXAMPLES__: Readonly<Record<string, string>>;
