/** What a signing key is for: manifests and heads, or sessions. A key of one purpose never signs for the other. */
export type SigningKeyPurpose = 'REPORT' | 'SESSION';
