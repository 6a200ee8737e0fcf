/** How the requests of a token prove that they know its secret: by sending it, or by a signature. */
export const TOKEN_MODES = ['BEARER', 'HMAC'] as const;
export type TokenMode = (typeof TOKEN_MODES)[number];
