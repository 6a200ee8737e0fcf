/** Where a sign-in link leads. The secret is in the fragment, which browsers send to no server, so it is in no log. */
export function signInUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/sign-in#token=${token}`;
}
