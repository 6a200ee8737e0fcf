import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { presignedQuery } from './presigned-query.ts';
import type { Credentials, PresignRequest } from './presigned-query.ts';

/** Signature V4 for a pre-signed S3 URL, written from AWS's description and not from the package under test. */
function signatureByHand(request: PresignRequest, credentials: Credentials): string {
  const { method, host, path, amzDate, expires, parameters = {} } = request;
  const hmac = (key: string | Buffer, text: string): Buffer =>
    createHmac('sha256', key).update(text).digest();
  const uriEncode = (text: string): string =>
    text.replace(
      /[^A-Za-z0-9._~-]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  const day = amzDate.slice(0, 8);
  const scope = `${day}/us-east-1/s3/aws4_request`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
    ...parameters,
  })
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');
  const canonical = [method, path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = [day, 'us-east-1', 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  return hmac(key, `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${digest}`).toString('hex');
}

const AWS_EXAMPLE: PresignRequest = {
  method: 'GET',
  host: 'examplebucket.s3.amazonaws.com',
  path: '/test.txt',
  amzDate: '20130524T000000Z',
  expires: '86400',
};
const AWS_CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

test("AWS's published example of a pre-signed URL comes out as published", () => {
  const published = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
  assert.equal(signatureByHand(AWS_EXAMPLE, AWS_CREDENTIALS), published);
  assert.equal(
    presignedQuery(AWS_EXAMPLE, AWS_CREDENTIALS),
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      `&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${published}`,
  );
});

test('a download URL carries the signature that an independent computation gives', () => {
  const parameters = {
    'response-content-disposition': 'attachment; filename="payment_activity_2026-04.csv"',
  };
  const host = '127.0.0.1:8080';
  const path = '/objects/stores/shp_1/reports/1-Zm9v_-YmFy/rpt_1.csv';
  for (const method of ['GET', 'HEAD'] as const) {
    const request = { method, host, path, amzDate: '20261122T183000Z', expires: '300', parameters };
    const signature = new URLSearchParams(presignedQuery(request, AWS_CREDENTIALS)).get('X-Amz-Signature');
    assert.equal(signature, signatureByHand(request, AWS_CREDENTIALS), method);
  }
});
