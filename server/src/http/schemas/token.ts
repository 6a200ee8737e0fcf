import { Type } from 'typebox';
import { CreatedTokenShape } from './platform.ts';
import { Instant, Nullable } from './scalars.ts';

const closed = { additionalProperties: false };
const { secret: _secret, ...tokenFields } = CreatedTokenShape.properties;

export const TokenId = Type.String({
  pattern: '^stk_[0-9a-hjkmnp-tv-z]{24}$',
  description: 'The token, `stk_…`',
});

export const TokenList = Type.Object(
  {
    items: Type.Array(
      Type.Object({ ...tokenFields, lastUsedAt: Nullable(Instant) }, closed), // to the minute
    ),
  },
  closed,
);
