import type { ValueMap } from "../../rpc/values";
import { text } from "../../schema/property";
import { uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import { partOf } from "../ids";
import { during, exists, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { idsOf, sameId } from "../values";

const required = { required: true, replaces: true, validate: uuid } as const;

/** One member of a group. */
export const groupMember: ResourceType = {
  token: "azuread:index/groupMember:GroupMember",
  minutes: { create: 5, delete: 5, read: 5 },
  fields: { groupObjectId: text(required), memberObjectId: text(required) },

  async create(tenant, args, created) {
    const { beta } = tenant;
    const [groupId, memberId] = [args.text("groupObjectId"), args.text("memberObjectId")];
    const id = `${groupId}/member/${memberId}`;
    await tenant.exclusively(groupId, async () => {
      const path = `/groups/${groupId}`;
      if ((await beta.find(path)) === undefined) {
        throw problem(`Group (Group: "${groupId}") was not found`, undefined, "object_id");
      }
      const members = idsOf(await during(`Listing existing members for ${path}`, beta.list(`${path}/members`)));
      if (members.some((member) => sameId(member, memberId))) throw exists("azuread_group_member", id);
      const body = { "@odata.id": beta.reference(memberId) };
      await during(`Adding ${id}`, beta.post(`${path}/members/$ref`, body));
    });
    created(id);
    return undefined;
  },

  async read(tenant, id): Promise<ValueMap | undefined> {
    const { objectId, keyId } = partOf("member", id);
    if (!(await isMember(tenant, objectId, keyId))) return undefined;
    return { groupObjectId: objectId, memberObjectId: keyId };
  },

  async delete(tenant, id) {
    const { objectId, keyId } = partOf("member", id);
    await tenant.exclusively(objectId, () =>
      during(`Removing ${id}`, tenant.beta.delete(`/groups/${objectId}/members/${keyId}/$ref`)),
    );
    await tenant.until(`removal of ${id}`, async () => !(await isMember(tenant, objectId, keyId)));
  },
};

async function isMember({ beta }: Directory, group: string, member: string): Promise<boolean> {
  const found = await beta.listOf(`/groups/${group}`, "members", { $filter: `id eq '${member}'` });
  return idsOf(found).some((id) => sameId(id, member));
}
