export const APIS = ['api-1', 'api-2'];
export const WORKERS = ['worker-1', 'worker-2', 'worker-3'];
export const API_LINKS = APIS.map((name) => `client>${name}`);
export const POSTGRES_LINKS = [...APIS, ...WORKERS].map((name) => `${name}>postgres`);
export const S3_LINKS = [...APIS, ...WORKERS].map((name) => `${name}>s3`);
