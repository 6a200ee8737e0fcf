import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { clientAddress } from './client-address.ts';

const ADDRESSES = {
  '192.0.2.1': '192.0.2.1',
  '::ffff:192.0.2.1': '192.0.2.1',
  '::FFFF:192.0.2.1': '192.0.2.1',
  '2001:db8::1': '2001:db8::1',
  'fe80::1%eth0': 'fe80::1',
  '::1': '::1',
  '': '0.0.0.0',
};

for (const [ip, address] of Object.entries(ADDRESSES)) {
  it(`a request from ${JSON.stringify(ip)} is counted for ${address}`, () => {
    assert.equal(clientAddress({ ip, socket: {} } as FastifyRequest), address);
  });
}

it('a request whose proxy hands on what is no address is counted for the proxy', () => {
  const request = { ip: 'not an address', socket: { remoteAddress: '::ffff:192.0.2.7' } } as FastifyRequest;
  assert.equal(clientAddress(request), '192.0.2.7');
});
