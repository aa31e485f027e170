import { defineRule } from "./rule.js";

/** An even number of servers that elect a leader survives no more failures than one fewer. */
export const evenQuorum = defineRule({
  code: "even-quorum",
  severity: "warning",
  summary: "A cluster that elects a leader has an even number of servers.",
  explanation: `
A leader needs more than half of the servers. Four servers survive one failure, as three do, and one server more can fail; two
survive none.

    consul registry on node[1..4]        # warning: four servers survive one failure, as three do
    consul registry on node[1..3]
`,
  message: (data: { readonly name: string; readonly servers: number }) =>
    `the ${data.servers} servers of \`${data.name}\` survive ${failures(data.servers)}, as ${data.servers - 1} would`,
  help: ({ servers }) => `use ${servers - 1} or ${servers + 1}`,

  check(site, report) {
    for (const { name, servers, origin } of site.consuls) {
      if (servers.length > 0 && servers.length % 2 === 0) report({ at: origin, data: { name, servers: servers.length } });
    }
  },
});

function failures(servers: number): string {
  const count = Math.ceil(servers / 2) - 1;
  return count === 0 ? "no failure" : count === 1 ? "1 failure" : `${count} failures`;
}
