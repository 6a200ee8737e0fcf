import aws4 from 'aws4';

/** S3's own default; the folder has no region, but SigV4 wants one in the scope. */
const REGION = 'us-east-1';

export const PRESIGN_EXPIRES_MAX_SECONDS = 604_800;

/** @throws RangeError for what Signature V4 cannot say */
export function assertSignable(expiresInSeconds: number): void {
  if (!(Number.isInteger(expiresInSeconds) && expiresInSeconds >= 1)) {
    throw new RangeError('a URL is signed for at least one whole second');
  }
  if (expiresInSeconds > PRESIGN_EXPIRES_MAX_SECONDS)
    throw new RangeError('a URL is signed for 7 days at most');
}

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

export type PresignRequest = {
  readonly method: 'GET' | 'HEAD';
  /** As the client will send it in `Host`: a port only where it is not the scheme's own. */
  readonly host: string;
  /** The URL's path, of characters that need no encoding. */
  readonly path: string;
  /** `20261130T235959Z` */
  readonly amzDate: string;
  /** Decimal, as it stands in the URL. */
  readonly expires: string;
  /** Further parameters that the signature covers. */
  readonly parameters?: Readonly<Record<string, string>>;
};

/** The query string, signature included, of an AWS Signature V4 pre-signed S3 URL. */
export function presignedQuery(request: PresignRequest, credentials: Credentials): string {
  const { method, host, path, amzDate, expires } = request;
  // aws4 would set algorithm, credential and signed headers by itself, but after the others; S3's order reads better.
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${amzDate.slice(0, 8)}/${REGION}/s3/aws4_request`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
    ...request.parameters,
  });
  const signed = aws4.sign(
    {
      method,
      path: `${path}?${query}`,
      headers: { Host: host },
      service: 's3',
      region: REGION,
      signQuery: true,
    },
    credentials,
  );
  return signed.path.slice(path.length + 1);
}
