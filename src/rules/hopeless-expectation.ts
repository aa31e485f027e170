import { defineRule } from "./rule.js";

/** An expectation of an address that nobody, or not that machine, can ever hold. */
export const hopelessExpectation = defineRule({
  code: "hopeless-expectation",
  severity: "error",
  summary: "An expectation can never be met: nobody there can hold that VIP.",
  explanation: `
What an \`expect\` says of a VIP can only come true for the addresses of the site, and for the nodes that stand for them.

    gateway edge on lb[1..2] { vip 192.168.0.146; listen 80 }
    expect failover { kill lb1; vip 192.168.0.147 on lb2 }        # error: which VIP?
    expect failover { kill lb1; vip 192.168.0.146 on lb2 }
`,
  message: (data: { readonly address: string; readonly on: string | undefined; readonly known: readonly string[] }) =>
    data.on === undefined ? `no VIP of the site is \`${data.address}\`` : `\`${data.on}\` can never hold \`${data.address}\``,
  help: ({ on, known }) => (known.length === 0 ? undefined : `${on === undefined ? "name one of its VIPs" : "name one of its members"}: ${known.slice(0, 4).map((each) => `\`${each}\``).join(", ")}`),

  check(site, report, index) {
    const members = new Map(site.vrrps.flatMap((vrrp) => vrrp.addresses.map(({ address }) => [address, vrrp.members.map(({ node }) => index.node(node).machine)] as const)));
    for (const step of site.expectations.flatMap(({ steps }) => steps)) {
      if (step.do !== "vip") continue;
      const own = members.get(step.address);
      if (own === undefined) report({ at: step.origin, data: { address: step.address, on: undefined, known: [...members.keys()] } });
      else if (step.on.length > 0 && !step.on.some((machine) => own.includes(machine))) report({ at: step.origin, data: { address: step.address, on: step.on[0], known: own } });
    }
  },
});
