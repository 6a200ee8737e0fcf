/** What must not be read in a log, should it ever get into the words of an error. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(sk_live_|sml_|srt_|opk_|whsec_)[\w-]+/g, '$1…'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ…'],
  [/\b(X-Amz-(?:Signature|Credential)=)[^&\s"']+/gi, '$1…'],
  [/(\/\/)[^/\s@]+@/g, '$1…@'],
  [/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g, '…@…'],
];

/** The text without secrets, signatures, passwords of URLs and e-mail addresses. */
export function scrub(text: string): string {
  return SECRETS.reduce((rest, [secret, mark]) => rest.replace(secret, mark), text);
}
