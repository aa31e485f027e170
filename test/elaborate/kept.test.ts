import { expect, it } from "vitest";
import { analyze, createMemory, printProgram, renderText } from "../../src/index.js";

const site = `site own
network lan 10.0.0.0/16
host edge 10.0.0.10
host app[1..3] 10.0.1.[1..3] { runtime docker }
host metal 10.0.1.9
consul registry on metal client app1
gateway web on edge listen 8080
gateway inner on app3 listen 9000 -> svc3
service svc0 on app[1..3] port 7000 image example/svc0 behind web domain svc0.example.com
service svc1 on app[1..2] port 7001 image example/svc1 behind web domain svc1.example.com
service svc2 x2 on app[2..3] port 7002 as http, 7003 as admin image example/svc2 behind web domain svc2.example.com
service svc3 on app3 port 7004 image example/svc3 after svc0
service svc4 on metal port 7000 behind web domain svc4.example.com
service svc5 on app1 publish 7500 -> 80 port 80 image example/svc5
redis cache on app2
`;

/** Edits that move ports, and names that others say; each is made in what the ones before left, and the last ones take all back. */
const edits: readonly (readonly [string, string])[] = [
  ["port 7004", "port 7100"],
  ["port 7100", "port 7000"],
  ["port 7000 image example/svc3", "port 7001 image example/svc3"],
  ["service svc3 on app3 port 7001", "service svc3 on app2 port 7001"],
  ["service svc3 on app2 port 7001", "service svc3 on app3 port 9000"],
  ["port 9000 image", "port 8500 image"],
  ["port 8500 image", "port 7500 image"],
  ["svc3 on app3 port 7500", "svc3 on app1 port 7500"],
  ["svc3 on app1 port 7500", "svc3 on app2 port 6379"],
  ["svc3 on app2 port 6379", "svc3 x4 on app[1..2] port 7200"],
  ["svc3 x4 on app[1..2] port 7200", "svc3 on app3 port 7200, 7200"],
  ["svc3 on app3 port 7200, 7200", "svc3 on app3 port 7200, 7201"],
  ["7200, 7201", "7200, 7001"],
  ["service svc3", "service aaa"],
  ["-> svc3", "-> aaa"],
  ["service svc1", "service svc0"],
  ["service svc0 on app[1..2]", "service svc1 on app[1..2]"],
  ["service svc0 ", "service svc9 "],
  ["after svc0", "after svc9"],
  ["redis cache", "redis svc1"],
  ["redis svc1", "redis cache"],
  ["runtime docker", "runtime systemd"],
  ["runtime systemd", "runtime docker"],
  ["service svc5 on app1 publish 7500 -> 80", "service svc5 on app1"],
  ["service svc4 on metal", "service svc4 on app[1..3]"],
  ["service svc4 on app[1..3]", "secret svc4\nservice svc6 on app3"],
];

function told(text: string, memory?: ReturnType<typeof createMemory>): unknown {
  const { program, lock, diagnostics } = analyze({ entry: { path: "site.infra", text }, ...(memory && { memory }) });
  return { program: printProgram(program), lock, diagnostics: diagnostics.map((each) => renderText(each)) };
}

it.each([["one after the other", 1], ["each taken back before the next", 2]])("ports and names are as worked out anew after edits, %s", (_, way) => {
  const memory = createMemory();
  let text = site;
  told(text, memory);
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    const next = text.replace(from, to);
    expect(told(next, memory), `${from} to ${to}`).toEqual(told(next));
    if (way === 2) expect(told(text, memory)).toEqual(told(text));
    text = next;
  }
  for (const back of [site, text, site]) expect(told(back, memory)).toEqual(told(back));
});
