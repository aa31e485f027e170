import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";

export const separateServers = defineDiagnostic({
  code: "separate-servers",
  severity: "warning",
  summary: "Several servers stand under one name, and nothing makes them a cluster.",
  explanation: `
Each server in a container starts empty and alone. What is written to one is not on the others, so that behind one address a client sees now this, now that. RabbitMQ
becomes a cluster by a cookie, which its nodes know one another by. MySQL, MariaDB and PostgreSQL have to be set up as one by configuration that is mounted, an
image made for it, or by hand; infc writes none of it.

    rabbitmq mq x3                                       # warning
    rabbitmq mq x3 cookie secret mq_cookie
    mysql orders x3 auth secret root_password            # warning
    mysql orders x3 auth secret root_password { replication galera; mount ./galera.cnf -> /etc/mysql/conf.d/galera.cnf }
`,
  message: ({ name, servers, program }: { readonly name: string; readonly servers: number; readonly program: string; readonly help: string }) => `the ${servers} servers of \`${name}\` know nothing of one another: each is ${program} by itself`,
  help: ({ help }) => help,
});

export const missingPassword = defineDiagnostic({
  code: "missing-password",
  severity: "error",
  summary: "The container of a database does not start without a password.",
  explanation: `
The images of MySQL, MariaDB and PostgreSQL make a database when they first start, and end at once when nobody says what its first password is.

    postgres orders                                      # error
    postgres orders auth secret orders_password
    postgres orders env POSTGRES_HOST_AUTH_METHOD trust
`,
  message: ({ name }: { readonly name: string }) => `the container of \`${name}\` ends at once, as its database has no password`,
  help: ({ name }) => `write \`auth secret ${name.replace(/[^A-Za-z0-9]/g, "_")}_password\``,
});

export const patroniImage = defineDiagnostic({
  code: "patroni-image",
  severity: "error",
  summary: "Patroni is asked for, and the image has none.",
  explanation: `
Patroni runs beside PostgreSQL, elects the primary and says on port 8008 which it is. The image of PostgreSQL does not hold it: nothing answers there, and to what is in front all
servers are down.

    postgres orders x3 patroni                           # error
    postgres orders x3 patroni image registry.example.com/patroni:16
    postgres orders on db[1..3] patroni
`,
  message: ({ name, image }: { readonly name: string; readonly image: string }) => `the image \`${image}\` of \`${name}\` has no Patroni, so that nothing elects a primary and nothing answers on port 8008`,
  help: () => "name an image that has it, `image …`, or take `patroni` away",
});

export const oneUser = defineDiagnostic({
  code: "rabbitmq-one-user",
  severity: "error",
  summary: "RabbitMQ's image makes one user and one virtual host.",
  explanation: `
The image makes the user and the virtual host that it is told when it first starts, one of each. Others are made in the running node.

    rabbitmq mq user app secret app_password user audit secret audit_password      # error
    rabbitmq mq user app secret app_password

    rabbitmqctl add_user audit
    rabbitmqctl set_permissions -p / audit "" "" ".*"
`,
  message: ({ name, what, word }: { readonly name: string; readonly what: "user" | "virtual host"; readonly word: string }) => `the container of \`${name}\` makes one ${what}, and \`${word}\` would not be there`,
  help: ({ what, word }) => (what === "user" ? `take it away, and make it in the running node: \`rabbitmqctl add_user ${word}\`` : `take it away, and make it in the running node: \`rabbitmqctl add_vhost ${word}\``),
});

export const redisCluster = defineDiagnostic({
  code: "redis-cluster",
  severity: "error",
  summary: "The nodes of a Redis cluster are too few, or cannot reach one another.",
  explanation: `
A Redis cluster is made of three primaries at least. Its nodes talk on a port of their own, 10000 above that for clients, which hosts with \`runtime docker\` have to publish too.

    redis shards x2 cluster                              # error
    redis shards x3 cluster        # note: \`redis-cli --cluster create …\`, once
    redis shards on app[1..3] cluster { publish 6379; publish 16379 }
`,
  message: ({ name, problem }: { readonly name: string; readonly problem: string; readonly help: string }) => `\`${name}\` ${problem}`,
  help: ({ help }) => help,
});

export const redisClusterCreate = defineDiagnostic({
  code: "redis-cluster-create",
  severity: "info",
  summary: "The nodes of a Redis cluster have to be told once that they are one.",
  explanation: `
Nodes that start as those of a cluster hold no keys, and answer \`CLUSTERDOWN\`, until one command deals the slots out among them. They keep it from then on.

    redis shards x3 cluster
`,
  message: ({ name, command }: { readonly name: string; readonly command: string }) => `the nodes of \`${name}\` hold no keys until they are told once that they are a cluster: \`${command}\``,
});

export const redirectedClients = defineDiagnostic({
  code: "redirected-clients",
  severity: "info",
  summary: "Clients go on to the servers behind a balancer by themselves.",
  explanation: `
A client of Kafka or of a Redis cluster asks any server where its data is, and then connects to that server at the address that the server tells. What stands in front sees the first
connection alone: clients have to reach the addresses of all servers.

    balancer mq { listen 9092 -> events }                # note: serves the first question
`,
  message: ({ proxy, name, addresses }: { readonly proxy: string; readonly name: string; readonly addresses: string }) => `clients reach \`${name}\` through \`${proxy}\` once, and then by themselves at ${addresses}`,
});

export const clusterDiagnostics: readonly DiagnosticDefinition<never>[] = [separateServers, missingPassword, patroniImage, oneUser, redisCluster, redisClusterCreate, redirectedClients];
