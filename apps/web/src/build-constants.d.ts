/** Method and path of every route by its id, set by the build (scripts/setup/build-web.mjs). */
declare const __ROUTES__: Readonly<Record<string, readonly [method: string, path: string]>>;
