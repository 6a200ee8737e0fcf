/** The part of aws4 1.13 that Daybook uses; the package carries no types. */
declare module 'aws4' {
  type Request = {
    method: string;
    /** Path and query; comes back with the signature added to the query. */
    path: string;
    headers: Record<string, string>;
    service: string;
    region: string;
    signQuery: boolean;
  };
  const aws4: {
    sign(request: Request, credentials: { accessKeyId: string; secretAccessKey: string }): Request;
  };
  export default aws4;
}
