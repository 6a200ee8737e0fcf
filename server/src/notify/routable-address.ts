import { BlockList, isIP } from 'node:net';

/**
 * What is not globally routable unicast: IANA's registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and
 * what came after it), multicast, and every range that leads on to an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
const SPECIAL: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.31.196.0', 24, 'ipv4'],
  ['192.52.193.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['192.175.48.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['2620:4f:8000::', 48, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
];
/** All that has been given out as global unicast so far. */
const GLOBAL_UNICAST_IPV6 = ['2000::', 3, 'ipv6'] as const;

const special = new BlockList();
for (const [network, prefix, family] of SPECIAL) special.addSubnet(network, prefix, family);
const unicast = new BlockList();
unicast.addSubnet(...GLOBAL_UNICAST_IPV6);

/** Whether the text is an IP address that anybody on the internet could be meant by; false for whatever is no address. */
export function isRoutableAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  // One with a zone means something on this machine's own links.
  return (
    family === 6 &&
    !address.includes('%') &&
    unicast.check(address, 'ipv6') &&
    !special.check(address, 'ipv6')
  );
}
