import { Type } from 'typebox';

const closed = { additionalProperties: false };

/** What a store has chosen. */
export const SettingsShape = Type.Object(
  {
    notifications: Type.Object(
      { reportReady: Type.Boolean({ description: 'E-mail to the owner when a report succeeds or fails' }) },
      closed,
    ),
  },
  closed,
);
