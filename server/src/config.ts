import { readSender, type Sender } from './domain/sender.ts';
import { isIP } from 'node:net';
import { oneEditApart } from './domain/one-edit-apart.ts';
import { StartupError } from './domain/startup-error.ts';
import { TRACE_SAMPLERS, type TraceSampling } from './domain/trace-sampling.ts';

const OTLP_PROTOCOL = 'http/protobuf';
const PORT_NUMBER = [wholeNumber(0, 65_535), 'a whole number from 0 to 65535'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const KEY_BYTES = 32;
/** Another program may well have a name that is a letter away from `PORT`. */
const SHORT_NAME = 5;
const DEFAULT_SENDER: Sender = { name: 'Daybook', address: 'daybook@localhost' };

/** The settings, read and checked. `undefined` means: the embedded default. See `docs/settings.md`. */
export type Config = {
  host: string;
  /** 0: any free port. */
  port: number;
  publicUrl: string | undefined;
  dataDirectory: string;
  databaseUrl: string | undefined;
  migrateDatabaseUrl: string | undefined;
  sourceDatabaseUrl: string | undefined;
  secretsKey: Buffer | undefined;
  operatorKey: string | undefined;
  /** Unset: mail is written into the outbox, a folder. */
  smtpUrl: string | undefined;
  mailFrom: Sender;
  workerConcurrency: number;
  /** A port for `GET /metrics` alone; 0: any free one. Unset: it is there for this machine only, on `port`. */
  metricsPort: number | undefined;
  /** Whether webhooks may go to private addresses and over plain HTTP. */
  allowPrivateWebhooks: boolean;
  /** Unset: the files of reports live in a folder. Its credentials are found by the AWS SDK itself. */
  s3:
    | { bucket: string; endpoint: string | undefined; region: string | undefined; forcePathStyle: boolean }
    | undefined;
  /** Where api processes count requests together. */
  redisUrl: string | undefined;
  /** Addresses and CIDR ranges of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Unset: nothing is traced. Where traces go, and how, the exporter of OpenTelemetry reads for itself. */
  traces: TraceSampling | undefined;
  /** Unset: `info`, or `warn` where a person watches `start` on a terminal. */
  logLevel: (typeof LOG_LEVELS)[number] | undefined;
  demo: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;
/** The value of a setting, or its fallback; notes a problem when the text is of another form. */
type Read = <Value>(
  name: string,
  fallback: Value,
  parse: (text: string) => Value | undefined,
  form: string,
) => Value;

const S3_DETAILS = ['S3_ENDPOINT', 'S3_REGION', 'S3_FORCE_PATH_STYLE'] as const;

/** Reads every setting and throws one StartupError that names all that are wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = [];
  const read: Read = (name, fallback, parse, form) => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = parse(text);
    if (value === undefined) problems.push(`${name} must be ${form}`);
    return value ?? fallback;
  };
  const postgres = 'a Postgres connection string such as postgres://user@host/database';
  const config: Config = {
    host: read(
      'HOST',
      '127.0.0.1',
      (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
      'a host name or address',
    ),
    port: read('PORT', 4000, ...PORT_NUMBER),
    publicUrl: read('PUBLIC_URL', undefined, httpUrl, 'an http or https URL'),
    dataDirectory: environment['DAYBOOK_DATA_DIR'] || '.daybook',
    databaseUrl: read('DATABASE_URL', undefined, postgresUrl, postgres),
    migrateDatabaseUrl: read('MIGRATE_DATABASE_URL', undefined, postgresUrl, postgres),
    sourceDatabaseUrl: read('SOURCE_DATABASE_URL', undefined, postgresUrl, postgres),
    secretsKey: read('SECRETS_KEY', undefined, key, `${KEY_BYTES} bytes as base64 (openssl rand -base64 32)`),
    operatorKey: read('OPERATOR_KEY', undefined, operatorKey, '"opk_" and at least 32 letters or digits'),
    smtpUrl: read(
      'SMTP_URL',
      undefined,
      smtpUrl,
      'an smtp:// or smtps:// URL such as smtps://user:password@mail.example.com',
    ),
    mailFrom: read(
      'MAIL_FROM',
      DEFAULT_SENDER,
      readSender,
      'an address such as Daybook <daybook@example.com>',
    ),
    s3: readS3(read),
    redisUrl: read('REDIS_URL', undefined, redisUrl, 'a Redis address such as redis://host:6379'),
    trustedProxies: read(
      'TRUSTED_PROXIES',
      [],
      addressList,
      'addresses or CIDR ranges, with commas between them',
    ),
    workerConcurrency: read('WORKER_CONCURRENCY', 4, wholeNumber(1, 64), 'a whole number from 1 to 64'),
    metricsPort: read('METRICS_PORT', undefined, ...PORT_NUMBER),
    allowPrivateWebhooks: read('ALLOW_PRIVATE_WEBHOOKS', false, trueOrFalse, 'true or false'),
    traces: readTraces(read),
    logLevel: read('LOG_LEVEL', undefined, oneOf(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`),
    demo: read('DAYBOOK_DEMO', true, zeroOrOne, '0 or 1'),
  };
  // By what is set, not by what could be read: a wrong one asks for the same others as the right one.
  if (environment['DATABASE_URL'] && !environment['SECRETS_KEY']) {
    problems.push('SECRETS_KEY must be set where DATABASE_URL is (openssl rand -base64 32)');
  }
  if (environment['SMTP_URL'] && !environment['MAIL_FROM']) {
    problems.push('MAIL_FROM must be set where SMTP_URL is (Daybook <daybook@example.com>)');
  }
  if (!environment['S3_BUCKET']) {
    const without = S3_DETAILS.filter((name) => environment[name]);
    if (without.length > 0) problems.push(`S3_BUCKET must be set where ${without.join(', ')} is`);
  }
  if (problems.length > 0) throw new StartupError(`Settings: ${problems.join('; ')}.`);
  return config;
}

/** One sentence for each variable that is a letter away from a setting that is not set. */
export function misspeltSettings(environment: Environment = process.env): string[] {
  const settings: string[] = [];
  // The names are those that are asked for, so that none can be missing here.
  readConfig(new Proxy({}, { get: (_none, name) => void settings.push(String(name)) }));
  const names = Object.keys(environment).filter((name) => !settings.includes(name));
  return settings
    .filter((setting) => setting.length > SHORT_NAME && !environment[setting])
    .flatMap((setting) => names.filter((name) => oneEditApart(name, setting)).map((name) => `${name} is no setting of Daybook: if ${setting} is meant, it is not set`)); // prettier-ignore
}

function readS3(read: Read): Config['s3'] {
  const bucket = read('S3_BUCKET', undefined, bucketName, 'the name of a bucket: 3 to 63 letters, digits, dots, dashes'); // prettier-ignore
  const endpoint = read('S3_ENDPOINT', undefined, httpUrl, 'an http or https URL');
  const region = read('S3_REGION', undefined, regionName, 'a region such as eu-central-1');
  const forcePathStyle = read('S3_FORCE_PATH_STYLE', false, trueOrFalse, 'true or false');
  return bucket === undefined ? undefined : { bucket, endpoint, region, forcePathStyle };
}

/** The variables that every program with OpenTelemetry knows; those that only say where to and how are the exporter's. */
function readTraces(read: Read): TraceSampling | undefined {
  const endpoint =
    read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', undefined, httpUrl, 'an http or https URL') ??
    read('OTEL_EXPORTER_OTLP_ENDPOINT', undefined, httpUrl, 'an http or https URL');
  const protocol = (name: string) => read(name, OTLP_PROTOCOL, oneOf([OTLP_PROTOCOL]), `${OTLP_PROTOCOL}, the one that is spoken here`); // prettier-ignore
  protocol('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL');
  protocol('OTEL_EXPORTER_OTLP_PROTOCOL');
  const exporter = read('OTEL_TRACES_EXPORTER', 'otlp', oneOf(['otlp', 'none']), 'otlp or none');
  const isDisabled = read('OTEL_SDK_DISABLED', false, trueOrFalse, 'true or false');
  const samplers = `one of ${TRACE_SAMPLERS.join(', ')}`;
  const sampler = read('OTEL_TRACES_SAMPLER', 'parentbased_always_on', oneOf(TRACE_SAMPLERS), samplers);
  const ratio = read('OTEL_TRACES_SAMPLER_ARG', 1, fraction, 'a number from 0 to 1');
  if (endpoint === undefined || exporter === 'none' || isDisabled) return undefined;
  return { sampler, ratio };
}

function fraction(text: string): number | undefined {
  return /^(0|1|0?\.\d+|1\.0+|0\.\d+)$/.test(text) ? Number(text) : undefined;
}

function bucketName(text: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/.test(text) ? text : undefined;
}

function regionName(text: string): string | undefined {
  return /^[A-Za-z0-9-]{1,64}$/.test(text) ? text : undefined;
}

function trueOrFalse(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function zeroOrOne(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
}

function oneOf<const Words extends readonly string[]>(
  words: Words,
): (text: string) => Words[number] | undefined {
  return (text) => words.find((word) => word === text);
}

function httpUrl(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && !url.search && !url.hash
    ? text.replace(/\/+$/, '')
    : undefined;
}

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined;
}

function smtpUrl(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && !url.search && !url.hash
    ? text
    : undefined;
}

function redisUrl(text: string): string | undefined {
  return /^rediss?:\/\//.test(text) && URL.canParse(text) ? text : undefined;
}

function addressList(text: string): string[] | undefined {
  const addresses = text.split(',').map((each) => each.trim());
  return addresses.every(isAddressOrRange) ? addresses : undefined;
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

function key(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES ? bytes : undefined;
}

function operatorKey(text: string): string | undefined {
  return /^opk_[A-Za-z0-9_-]{32,128}$/.test(text) ? text : undefined;
}
