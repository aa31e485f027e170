import { expect, it } from "vitest";
import { analyze, createMemory, renderText } from "../../src/index.js";

const site = `site ports
network lan 10.0.0.0/16
host edge 10.0.0.10
host app[1..2] 10.0.1.[1..2] { runtime docker }
gateway web on edge listen 8080 -> svc0
gateway inner on app1 listen 9000 -> svc1
service svc0 on app[1..2] port 7000 image example/svc0 publish 7500 -> 7000
service svc1 on app1 port 7001 image example/svc1 publish 7501 -> 7001
service svc2 on app2 port 7002 image example/svc2 publish 7501 -> 7002
service svc3 on edge port 7003
service svc4 on edge port 7004
`;

/** Each with the codes of what it brings; the ones before stay. */
const edits: readonly (readonly [string, string, readonly string[]])[] = [
  ["svc1 publish 7501", "svc1 publish 7500", ["port-conflict"]],
  ["svc1 publish 7500", "svc1 publish 7502", []],
  ["svc1 publish 7502", "svc1 publish 9000", ["port-conflict"]],
  ["svc1 publish 9000", "svc1 publish 7500/udp", []],
  ["svc1 publish 7500/udp", "svc1 publish 7503", []],
  ["port 7004", "port 7003", ["port-conflict"]],
  ["port 7003\n", "port 7005\n", []],
  ["listen 8080", "listen 7003", ["port-conflict"]],
  ["listen 7003", "listen 8080", []],
  ["svc2 on app2", "svc2 on app1", []],
  ["svc2 publish 7501", "svc2 publish 7503", ["port-conflict"]],
  ["svc2 publish 7503 -> 7002", "svc2 publish 7504 -> 7009", ["publish-without-listener"]],
  ["svc2 publish 7504 -> 7009", "svc2 publish 7504 -> 7002", []],
  ["-> svc0", "-> svc2", []],
];

it("ports of a machine are told apart with a memory as without", () => {
  const memory = createMemory();
  const told = (text: string, kept?: typeof memory): readonly string[] => analyze({ entry: { path: "site.infra", text }, ...(kept && { memory: kept }) }).diagnostics.map((each) => renderText(each));
  let text = site;
  expect(told(text, memory).filter((each) => each.startsWith("error"))).toEqual([]);
  for (const [from, to, codes] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
    const said = told(text, memory);
    expect(said, `${from} to ${to}`).toEqual(told(text));
    expect([...new Set(said.flatMap((each) => /^\w+\[(port-conflict|publish-without-listener)\]/.exec(each)?.[1] ?? []))], `${from} to ${to}`).toEqual(codes);
  }
});
