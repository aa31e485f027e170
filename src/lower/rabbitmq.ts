import { type Entity, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import { implied } from "../source/origin.js";
import type { Own } from "./cluster-containers.js";
import { type Lowering, secretOf } from "./lowering.js";

/**
 * The nodes of a RabbitMQ that infc makes a cluster of: several, in containers of one engine, where they know one another by name, and with a
 * cookie. None of any other.
 */
export function clusteredNodes(entity: Entity, { nodesByEntity, machines }: Pick<Lowering, "nodesByEntity" | "machines">): readonly Node[] {
  const nodes = nodesByEntity.get(entity.name) ?? [];
  const engines = new Set(nodes.map(({ machine }) => machines.get(machine)?.engine ?? null));
  const isSound = entity.kind === "rabbitmq" && nodes.length > 1 && engines.size === 1 && !engines.has(null);
  return isSound && find(entity as unknown as EntityOf<"rabbitmq">, "cookie") !== undefined ? nodes : [];
}

/** What the image of RabbitMQ is told: its first user and virtual host, and by what its nodes know one another. */
export function rabbitmq(node: Node, entity: EntityOf<"rabbitmq">, lowering: Lowering): Own {
  const user = findAll(entity, "user")[0];
  const vhost = find(entity, "vhost");
  const cookie = find(entity, "cookie");
  const [first] = clusteredNodes(entity as never, lowering);
  const variable = (name: string, value: Container["environment"][number]["value"], { origin }: { readonly origin: Container["origin"] }): Container["environment"][number] => ({ name, value, origin });
  return {
    environment: [
      ...(user === undefined ? [] : [variable("RABBITMQ_DEFAULT_USER", user.args.user.value, user), variable("RABBITMQ_DEFAULT_PASS", secretOf(user.args.password.value), user)]),
      ...(vhost === undefined ? [] : [variable("RABBITMQ_DEFAULT_VHOST", vhost.args.names[0]!.value, vhost)]),
      ...(cookie === undefined ? [] : [variable("RABBITMQ_ERLANG_COOKIE", secretOf(cookie.args.secret.value), cookie)]),
    ],
    // New nodes that start together could each begin a cluster of their own.
    ...(first === undefined || first === node ? {} : { after: [{ container: first.name, condition: "healthy" as const, origin: implied(node.origin, `it joins \`${first.name}\``) }] }),
  };
}
