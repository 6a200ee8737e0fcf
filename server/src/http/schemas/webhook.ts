import { Type } from 'typebox';
import {
  WEBHOOK_ATTEMPTS_MAX,
  WEBHOOK_NOTE_MAX_CHARACTERS,
  WEBHOOK_URL_MAX_CHARACTERS,
} from '../../domain/limits.ts';
import {
  DELIVERY_FAILURES,
  DELIVERY_STATUSES,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_MESSAGE_TYPES,
} from '../../domain/webhook.ts';
import { pageFields, Pagination } from './page.ts';
import { Instant, Nullable, OneOf } from './scalars.ts';

const closed = { additionalProperties: false };
const EventTypes = Type.Array(OneOf(WEBHOOK_EVENT_TYPES, 'What it is told of'), {
  minItems: 1,
  uniqueItems: true,
});

export const EndpointId = Type.String({
  pattern: '^whe_[0-9a-hjkmnp-tv-z]{24}$',
  description: 'The endpoint, `whe_…`',
});

const endpointFields = {
  id: EndpointId,
  url: Type.String(),
  eventTypes: EventTypes,
  note: Type.String(),
  goneAt: Nullable({ ...Instant, description: 'When it answered 410 Gone, since when it is told nothing' }),
  previousSecretUntil: Nullable({
    ...Instant,
    description: 'Until when messages are signed with the secret before the last one too',
  }),
  createdAt: Instant,
};

export const EndpointWithSecret = Type.Object(
  {
    ...endpointFields,
    secret: Nullable(
      Type.String({
        description:
          '`whsec_…`, which signs its messages; shown this once, and null where an answer is given again',
      }),
    ),
  },
  closed,
);

export const EndpointList = Type.Object({ items: Type.Array(Type.Object(endpointFields, closed)) }, closed);

export const CreateEndpointBody = Type.Object(
  {
    url: Type.String({
      maxLength: WEBHOOK_URL_MAX_CHARACTERS,
      description:
        'https, without user name, password or fragment; what it leads to must be a public address. Where the operator allows private ones, http too',
      examples: ['https://example.com/hooks/daybook'],
    }),
    eventTypes: EventTypes,
    note: Type.Optional(
      Type.String({
        default: '',
        description: `What it is for, at most ${WEBHOOK_NOTE_MAX_CHARACTERS} characters`,
        examples: ['Warehouse'],
      }),
    ),
  },
  closed,
);

export const DeliveryShape = Type.Object(
  {
    id: Type.String({ description: '`whd_…`' }),
    eventId: Type.String({ description: '`evt_…`: the `webhook-id` of every attempt' }),
    eventType: OneOf(WEBHOOK_MESSAGE_TYPES, 'What it tells'),
    reportId: Nullable(Type.String()),
    status: OneOf(DELIVERY_STATUSES, 'PENDING → DELIVERED, by an answer of 2xx, or FAILED: given up'),
    attempts: Type.Integer({ minimum: 0, maximum: WEBHOOK_ATTEMPTS_MAX }),
    nextAttemptAt: Nullable(Instant),
    lastAttemptAt: Nullable(Instant),
    lastStatus: Nullable(
      Type.Integer({ description: 'The HTTP status of the last answer; null where there was none' }),
    ),
    lastFailure: Nullable(OneOf(DELIVERY_FAILURES, 'Why the last attempt had no answer')),
    lastDurationMs: Nullable(Type.Integer({ minimum: 0 })),
    createdAt: Instant,
  },
  { $id: 'WebhookDelivery', ...closed },
);

export const ListDeliveriesQuery = Type.Object(pageFields, closed);

export const DeliveryPage = Type.Object(
  { items: Type.Array(Type.Ref('WebhookDelivery')), pagination: Pagination },
  closed,
);
