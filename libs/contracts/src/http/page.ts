import * as z from 'zod';

export const PAGE_LIMIT = 100;
export const LONGEST_PAGE = 500;

/** Query of a list. The cursor is what the former page gave as `nextCursor`; it says nothing to a reader. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(PAGE_LIMIT),
  cursor: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/, 'a cursor as an answer gave it')
    .optional(),
});

/** Null: the list ends here. */
export const nextCursor = z.string().nullable();

export type PageQuery = z.infer<typeof pageQuery>;
