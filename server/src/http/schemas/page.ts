import { Type } from 'typebox';
import { LIST_LIMIT_DEFAULT, LIST_LIMIT_MAX, LIST_PAGE_MAX } from '../../domain/limits.ts';

const Count = Type.Integer({ minimum: 0 });

/** `?page=&limit=`: what a list is asked for. */
export const pageFields = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: LIST_PAGE_MAX, default: 1 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIST_LIMIT_MAX, default: LIST_LIMIT_DEFAULT })),
};

/** Where the items of an answer stand in the whole list. */
export const Pagination = Type.Object(
  { page: Count, limit: Count, total: Count, totalPages: Count },
  { additionalProperties: false },
);

/** The pagination of an answer with this page of `total` things. */
export function paginationOf({ page, limit }: { page: number; limit: number }, total: number) {
  return { page, limit, total, totalPages: Math.ceil(total / limit) };
}
