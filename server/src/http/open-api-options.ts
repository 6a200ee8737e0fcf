import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { REFRESH_COOKIE } from './authenticate/refresh-cookie.ts';

/** How the routes' schemas become `openapi.json`. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Daybook',
      version: '2',
      description:
        "Reports on what happened to a merchant's money: queue one, wait for it, download CSV or JSON.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: [
      { name: 'Reports', description: 'Queue, poll and download reports of one store' },
      { name: 'Ledger', description: "A store's balance, entry by entry, and its signed head" },
      { name: 'Keys', description: 'What signatures are checked with' },
      { name: 'Sessions', description: 'Sign in to the dashboard by e-mail, stay signed in, sign out' },
      { name: 'Dashboard', description: 'What a signed-in account sees' },
      { name: 'Tokens', description: "A store's API tokens" },
      { name: 'Members', description: 'Who may do what in a store' },
      { name: 'Settings', description: 'What a store has chosen for itself' },
      { name: 'Logs', description: 'Requests and downloads of the last 30 days' },
      {
        name: 'Platform',
        description: "Make stores and their tokens, and record what happens to stores' money",
      },
    ],
    components: {
      securitySchemes: {
        storeToken: { type: 'http', scheme: 'bearer', description: 'A store token: `Bearer sk_live_…`' },
        session: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The access token of a session',
        },
        refreshCookie: { type: 'apiKey', in: 'cookie', name: REFRESH_COOKIE },
        operatorKey: { type: 'http', scheme: 'bearer', description: 'The operator key: `Bearer opk_…`' },
      },
    },
  },
  transformObject: (document) => {
    if (!('openapiObject' in document)) return document.swaggerObject;
    const { openapiObject } = document;
    // The plugin says of every body that it is required, also where a request may come without one.
    const { requestBody } = openapiObject.paths?.['/v2/auth/refresh']?.post ?? {};
    if (requestBody && 'required' in requestBody) requestBody.required = false;
    return openapiObject;
  },
  refResolver: {
    buildLocalReference: (json, _base, _fragment, index) =>
      typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
  },
};
