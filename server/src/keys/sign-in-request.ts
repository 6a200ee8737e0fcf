import { seal, unseal } from './seal.ts';

const PURPOSE = 'sign-in request';

/** Somebody asks for a sign-in link. `link` is the whole address to be mailed, `token` the secret in it. */
export type SignInRequest = {
  /** Names the mail, so that one that is sent twice can be recognised. */
  mailId: string;
  email: string;
  token: string;
  link: string;
  requestedAt: number;
};

/** The request as a job may carry it: as text that only SECRETS_KEY opens. */
export function sealSignInRequest(secretsKey: Buffer, request: SignInRequest): string {
  return seal(secretsKey, PURPOSE, Buffer.from(JSON.stringify(request))).toString('base64');
}

export function openSignInRequest(secretsKey: Buffer, sealed: string): SignInRequest {
  const text = unseal(secretsKey, PURPOSE, Buffer.from(sealed, 'base64')).toString();
  return JSON.parse(text) as SignInRequest;
}
