import { Type } from 'typebox';

export const NO_BODY_RULE = 'Empty, or nothing at all';

/** Of a POST whose path says all: no body, or an empty object from clients that have to send one. */
export const NoBody = Type.Object({}, { additionalProperties: false, description: NO_BODY_RULE });
