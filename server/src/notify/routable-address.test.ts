import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRoutableAddress } from './routable-address.ts';

/** The first and the last address of each range, and what lies just outside where that is routable. */
const REFUSED = `
  0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.0.0.1 127.255.255.255
  169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.0 192.0.2.255
  192.31.196.0 192.52.193.0 192.88.99.0 192.88.99.255 192.168.0.0 192.168.255.255 192.175.48.0
  198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255
  224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255
  :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::a00:1 64:ff9b::8.8.8.8 64:ff9b:1::1
  100::1 100:0:0:1::1 2001::1 2001:0:4137:9e76::1 2001:1ff:ffff::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
  2001:db8:ffff::1 2002:: 2002:7f00:1:: 2002:a00:1::1 2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1
  fc00::1 fd00:ec2::254 fdff::1 fe80::1 febf::1 fec0::1 ff00::1 ff02::1 ff05::2 4000::1
`;
const ROUTABLE = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
  169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.88.98.255 192.167.255.255 192.169.0.0 198.17.255.255
  198.20.0.0 198.51.99.255 203.0.112.255 203.0.114.0 223.255.255.255
  2001:200::1 2001:4860:4860::8888 2001:db9::1 2003::1 2606:4700:4700::1111 2a00:1450::1 3ffe::1 2620:4f:8001::1
`;
const NO_ADDRESS = ['', 'localhost', '127.1', '0x7f000001', '2130706433', '8.8.8.8 ', '8.8.8.8/32', '[::1]', 'fe80::1%eth0', '2003::1%eth0']; // prettier-ignore

const words = (text: string) => text.trim().split(/\s+/);

for (const address of [...words(REFUSED), ...NO_ADDRESS]) {
  it(`${JSON.stringify(address)} is not connected to`, () => assert.equal(isRoutableAddress(address), false));
}
for (const address of words(ROUTABLE)) {
  it(`${address} may be connected to`, () => assert.equal(isRoutableAddress(address), true));
}
