import * as z from 'zod';

export const PAGE_LIMIT = 100;
export const MAX_PAGE_LIMIT = 500;

/** Query of a list. The cursor is `nextCursor` of the previous page; it is opaque. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_LIMIT).default(PAGE_LIMIT),
  cursor: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/, 'a cursor from an earlier answer')
    .optional(),
});

/** Null on the last page. */
export const nextCursor = z.string().nullable();

export type PageQuery = z.infer<typeof pageQuery>;
