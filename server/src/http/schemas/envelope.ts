import { type TSchema, Type } from 'typebox';
import { ERRORS } from '../../domain/errors.ts';

/** `{"ok": true, "data": …}` */
export const Success = <Data extends TSchema>(data: Data, description: string) =>
  Type.Object({ ok: Type.Literal(true), data }, { description });

/** `{"ok": false, "error": "…", "code": "…", "requestId": "…", "details": […]}` */
export const Failure = Type.Object(
  {
    ok: Type.Literal(false),
    error: Type.String({ description: 'One sentence a person can act on' }),
    code: Type.Unsafe<keyof typeof ERRORS>({ type: 'string', enum: Object.keys(ERRORS) }),
    requestId: Type.String(),
    details: Type.Optional(
      Type.Array(
        Type.Object({ path: Type.String(), message: Type.String() }, { additionalProperties: false }),
      ),
    ),
  },
  { $id: 'Failure', additionalProperties: false },
);

/** The failure answers of a route, by status. */
export function failures<const Status extends number>(...statuses: Status[]): Record<Status, TSchema> {
  const entries = [...statuses, 500 as Status, 503 as Status].map((status) => {
    const codes = Object.entries(ERRORS).filter(([, error]) => error.status === status);
    return [
      status,
      { ...Type.Ref('Failure'), description: codes.map(([code]) => `\`${code}\``).join(' or ') },
    ];
  });
  return Object.fromEntries(entries) as Record<Status, TSchema>;
}
