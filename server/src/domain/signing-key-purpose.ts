/** What a signing key is for: manifests and heads, or sessions. A key of one purpose never signs for the other. */
export const SIGNING_KEY_PURPOSES = ['REPORT', 'SESSION'] as const;
export type SigningKeyPurpose = (typeof SIGNING_KEY_PURPOSES)[number];
