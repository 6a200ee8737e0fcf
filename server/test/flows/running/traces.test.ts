import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfig } from '../../../src/config.ts';
import { startTraceSink } from '../../support/servers/trace-sink.ts';
import { openWebhookWorld } from '../../support/webhook-world.ts';

const CALLER = '4bf92f3577b34da6a3ce929d0e0e4736';
const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const SERVER = 2;
const CONSUMER = 5;

describe('a trace', () => {
  it('leads from the POST over the job and its files to the mail, and is linked to the caller’s own', async () => {
    const sink = await startTraceSink();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = sink.url;
    process.env['OTEL_RESOURCE_ATTRIBUTES'] = 'deployment.environment.name=test';
    const world = await openWebhookWorld({ traces: { sampler: 'parentbased_always_on', ratio: 1 } });
    const endpoint = await world.listen('/hooks?token=not-to-be-told');
    const path = `/v2/core/stores/${world.store.storeId}/reports`;
    const answer = await fetch(`${world.daybook.baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${world.store.secret}`,
        traceparent: `00-${CALLER}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ type: 'PAYMENT_ACTIVITY', ...APRIL, formats: ['CSV', 'JSON'] }),
    });
    assert.equal(answer.status, 201);
    await world.tried(1);
    await world.mail.until(1);
    await world.close();
    await sink.close();

    const named = (name: string, traceId?: string) =>
      sink.spans.filter((span) => span.name === name && (traceId === undefined || span.traceId === traceId));
    const [post] = named('POST /v2/core/stores/:storeId/reports');
    assert.ok(post);
    assert.equal(post.kind, SERVER);
    assert.equal(post.parentSpanId, '');
    assert.deepEqual(post.links, [CALLER]);
    assert.equal(post.attributes['http.response.status_code'], 201);
    const step = (name: string, under: { spanId: string } | undefined, count = 1) => {
      const found = named(name, post.traceId);
      assert.equal(found.length, count, name);
      for (const span of found) assert.equal(span.parentSpanId, under?.spanId, name);
      return found[0];
    };
    const job = step('generate-report', post);
    assert.equal(job?.kind, CONSUMER);
    const exported = step('export', job);
    assert.equal(exported?.attributes['daybook.report.type'], 'PAYMENT_ACTIVITY');
    step('store', exported, 2);
    const published = step('publish', job);
    const told = step('tell-of-report', published);
    step('mail', step('send-report-mail', told));
    assert.equal(named('webhook').length, 1);
    assert.ok(sink.resources.every((each) => each['service.name'] === 'daybook' && each['deployment.environment.name'] === 'test')); // prettier-ignore

    // What a trace must not tell: credentials, addresses, what stands in paths and URLs.
    const told_ = sink.bytes().toString('latin1');
    for (const secret of [world.store.secret, 'not-to-be-told', endpoint.secret, world.sink.url])
      assert.ok(!told_.includes(secret));
    assert.ok(!/[\w.]+@[\w.]+\.\w/.test(told_));
  });

  it('does not hold up a stop for long when nobody takes it, and the log says so', async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:9';
    const world = await openWebhookWorld({ traces: { sampler: 'always_on', ratio: 1 } });
    await world.store.call('GET', '/reports');
    const startedAt = performance.now();
    await world.close();
    assert.ok(performance.now() - startedAt < 5_000);
  });

  it('is set up by the variables of OpenTelemetry, and what is wrong in them is named', () => {
    const traces = (environment: Record<string, string>) => readConfig(environment).traces;
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';
    assert.equal(traces({}), undefined);
    assert.deepEqual(traces({ OTEL_EXPORTER_OTLP_ENDPOINT }), { sampler: 'parentbased_always_on', ratio: 1 });
    assert.deepEqual(
      traces({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' }), // prettier-ignore
      { sampler: 'traceidratio', ratio: 0.05 },
    );
    assert.equal(traces({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' }), undefined);
    assert.equal(traces({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }), undefined);
    for (const [name, value] of [
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
      ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
      ['OTEL_TRACES_EXPORTER', 'zipkin'],
      ['OTEL_TRACES_SAMPLER', 'sometimes'],
      ['OTEL_TRACES_SAMPLER_ARG', '2'],
      ['OTEL_SDK_DISABLED', 'yes'],
    ] as const)
      assert.throws(
        () => readConfig({ [name]: value }),
        new RegExp(`^StartupError: Settings: ${name} must be `),
      );
  });
});
