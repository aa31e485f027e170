import { defineRule } from "./rule.js";

interface OfVip {
  readonly address: string;
  readonly on: string | undefined;
  readonly known: readonly string[];
}

/** An expectation of an address that nobody, or not that machine, can ever hold; a request through what is no proxy for clients. */
export const hopelessExpectation = defineRule({
  code: "hopeless-expectation",
  severity: "error",
  summary: "An expectation can never be met: nobody there can hold that VIP, or that cache is no proxy for clients.",
  explanation: `
What an \`expect\` says of a VIP can only come true for the addresses of the site, and for the nodes that stand for them; and clients
ask by a cache only where it has a \`forward\`, as what stands before origins alone is no proxy for them.

    gateway edge on lb[1..2] { vip 192.168.0.146; listen 80 }
    expect failover { kill lb1; vip 192.168.0.147 on lb2 }        # error: which VIP?
    expect failover { kill lb1; vip 192.168.0.146 on lb2 }
`,
  message: (data: OfVip | { readonly through: string }) =>
    "through" in data ? `no client can ask through \`${data.through}\`, which only stands before its origins` : data.on === undefined ? `no VIP of the site is \`${data.address}\`` : `\`${data.on}\` can never hold \`${data.address}\``,
  help: (data) => ("through" in data ? "ask for the page at its own address, or give it a `forward`" : helpOf(data)),

  check(site, report, index) {
    const proxies = new Set(site.caches.flatMap(({ name, nodes, listens }) => (listens.some(({ mode }) => mode === "forward") ? [name, ...nodes] : [])));
    const members = new Map(site.vrrps.flatMap((vrrp) => vrrp.addresses.map(({ address }) => [address, vrrp.members.map(({ node }) => index.node(node).machine)] as const)));
    for (const step of site.expectations.flatMap(({ steps }) => steps)) {
      if (step.do === "get" && step.through !== null && !proxies.has(step.through)) report({ at: step.origin, data: { through: step.through } });
      if (step.do !== "vip") continue;
      const own = members.get(step.address);
      if (own === undefined) report({ at: step.origin, data: { address: step.address, on: undefined, known: [...members.keys()] } });
      else if (step.on.length > 0 && !step.on.some((machine) => own.includes(machine))) report({ at: step.origin, data: { address: step.address, on: step.on[0], known: own } });
    }
  },
});

function helpOf({ on, known }: OfVip): string | undefined {
  return known.length === 0 ? undefined : `${on === undefined ? "name one of its VIPs" : "name one of its members"}: ${known.slice(0, 4).map((each) => `\`${each}\``).join(", ")}`;
}
