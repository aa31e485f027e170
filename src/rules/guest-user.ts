import type { Container } from "../ir/container.js";
import { isInInternet } from "./published-without-auth.js";
import { defineRule } from "./rule.js";

/** RabbitMQ's first user is known to everybody, and its image lets him in from anywhere. */
export const guestUser = defineRule({
  code: "guest-user",
  severity: "warning",
  summary: "A RabbitMQ whose only user is `guest` is published on all addresses of its machine.",
  explanation: `
A RabbitMQ that is told of no user has one, \`guest\` with the password \`guest\`. RabbitMQ lets him in from its own machine alone; the image turns that off, so
that whoever reaches the published port reads and writes all queues.

    rabbitmq mq publish 5672                                             # warning
    rabbitmq mq publish 5672 user app secret app_password
    rabbitmq mq publish 127.0.0.1:5672                                   # for this machine alone
`,
  message: ({ name, published }: { readonly name: string; readonly published: number }) => `whoever reaches port ${published} of its machine signs in to \`${name}\` as \`guest\` with the password \`guest\``,
  help: ({ name, published }) => `write \`user app secret ${name.replace(/[^A-Za-z0-9]/g, "_")}_password\`, or publish it on one address, such as \`127.0.0.1:${published}\``,

  check(_site, report, index) {
    const told = new Set<string>();
    if (!index.nodeParts().byKind.has("rabbitmq")) return;
    for (const { publishing } of index.engineParts()) {
      for (const container of publishing) {
        const { kind, entity, ports, host } = index.node(container.node);
        if (kind !== "rabbitmq" || container.sidecar || told.has(entity) || isToldOfUsers(index.container(container.name)!)) continue;
        const doors = new Set(ports.filter(({ name }) => name === "amqp" || name === "management").map(({ port }) => port));
        // A Docker host publishes it so that others of the site reach it.
        const open = container.publish.find(({ address, port }) => address === null && doors.has(port));
        if (open === undefined || (host !== null && !isInInternet(index.host(host)))) continue;
        told.add(entity);
        report({ at: open.origin, data: { name: entity, published: open.published } });
      }
    }
  },
});

/** Whether variables, files or words of the program's own may say who signs in; and of images of other makers nothing is known. */
function isToldOfUsers({ image, environment, mounts, command, entrypoint, native }: Container): boolean {
  const isOfficial = image !== null && /^(docker\.io\/)?(library\/)?rabbitmq(:[^/]*)?$/.test(image);
  return !isOfficial || native.length > 0 || command !== null || entrypoint !== null || environment.some(({ name }) => /DEFAULT_(USER|PASS)|DEFINITIONS/.test(name)) || mounts.some(({ kind }) => kind === "bind");
}
