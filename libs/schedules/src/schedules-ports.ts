/** Injects the folder of the admin's resolvers; null: there is none. */
export const RESOLVERS_FOLDER = Symbol('RESOLVERS_FOLDER');
