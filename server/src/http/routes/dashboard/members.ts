import { Type } from 'typebox';
import { formatInstant } from '../../../domain/instant.ts';
import { addMember } from '../../../verbs/members/add.ts';
import { changeRole } from '../../../verbs/members/change-role.ts';
import { listMembers } from '../../../verbs/members/list.ts';
import { removeMember } from '../../../verbs/members/remove.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { AccountId, AddMemberBody, ChangeRoleBody, MemberShape } from '../../schemas/member.ts';
import { StoreId } from '../../schemas/scalars.ts';
import { DASHBOARD_API } from '../../face.ts';

const tags = ['Members'];
const { security } = DASHBOARD_API;
const config = { role: 'ADMINISTRATOR' } as const;
const StoreParams = Type.Object({ storeId: StoreId });
const MemberParams = Type.Object({ storeId: StoreId, accountId: AccountId });
const OneMember = Success(MemberShape, 'The member');

/** `/members` of a store. */
export function registerMemberRoutes(app: App, { context }: AppParts): void {
  const list = { tags, security, summary: 'List members', params: StoreParams, response: { 200: Success(Type.Object({ items: Type.Array(MemberShape) }), 'In the order in which they came'), ...failures(400, 401, 403, 404, 429) } }; // prettier-ignore
  app.get('/members', { config, schema: list }, async (request) => {
    const members = await listMembers(context, callerOf(request), request.params);
    return { ok: true as const, data: { items: members.map(memberJson) } };
  });

  const add = { tags, security, summary: 'Add a member by e-mail address', params: StoreParams, body: AddMemberBody, response: { 201: OneMember, ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.post('/members', { config, schema: add }, async (request, reply) => {
    const member = await addMember(context, callerOf(request), { ...request.params, ...request.body });
    return reply.code(201).send({ ok: true, data: memberJson(member) });
  });

  const change = { tags, security, summary: 'Give a member another role', params: MemberParams, body: ChangeRoleBody, response: { 200: OneMember, ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.patch('/members/:accountId', { config, schema: change }, async (request) => {
    const member = await changeRole(context, callerOf(request), { ...request.params, ...request.body });
    return { ok: true as const, data: memberJson(member) };
  });

  const remove = { tags, security, summary: 'End a membership', params: MemberParams, response: { 200: Success(Type.Object({ accountId: AccountId }), 'Who was a member'), ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.delete('/members/:accountId', { config, schema: remove }, async (request) => {
    await removeMember(context, callerOf(request), request.params);
    return { ok: true as const, data: { accountId: request.params.accountId } };
  });
}

function memberJson(member: Awaited<ReturnType<typeof addMember>>) {
  return { ...member, createdAt: formatInstant(member.createdAt) };
}
