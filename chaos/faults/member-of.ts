import type { FaultProxy } from '../../server/test/support/faults/fault-proxy.ts';
import type { Cluster } from '../cluster.ts';
import type { Member } from '../member.ts';

export function memberOf({ members }: Cluster, target: string): Member {
  const member = members.get(target);
  if (member === undefined) throw new Error(`the cluster has no ${target}`);
  return member;
}

export function linkOf({ links }: Cluster, target: string): FaultProxy {
  const link = links.get(target);
  if (link === undefined) throw new Error(`the cluster has no ${target}`);
  return link;
}
