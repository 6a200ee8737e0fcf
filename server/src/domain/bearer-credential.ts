/** The credential in an `Authorization: Bearer …` header, or undefined when there is none of that form. */
export function bearerCredential(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
