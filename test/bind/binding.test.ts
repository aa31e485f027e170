import { describe, expect, it } from "vitest";
import { analyzeText, dedent, faultsOf, reportOf } from "../kit/compile.js";
import { expectGolden } from "../kit/golden.js";
import { parse } from "../../src/syntax/index.js";
import { bindProgram } from "../../src/bind/bind-program.js";
import { withoutStrayBraces } from "../../src/bind/missing-brace.js";
import type { Bound, Value } from "../../src/bind/bound.js";
import { kinds } from "../../src/vocabulary/index.js";

type Shape = readonly (string | readonly string[] | Shape)[];

/** Declarations as nested lists: the word, then arguments, then clauses. */
function shapeOf(text: string): readonly Shape[] {
  const parsed = parse({ path: "site.infra", text: dedent(text) });
  const bound = bindProgram([parsed.value], kinds, {});
  expect([...parsed.diagnostics, ...bound.diagnostics]).toEqual([]);
  return bound.value.entities.map((entity) => shape(entity));
}

function shape(bound: Bound): Shape {
  const args = Object.values(bound.args as Readonly<Record<string, Value | readonly Value[] | undefined>>).flatMap((value): Shape =>
    value === undefined ? [] : Array.isArray(value) ? (value.length === 0 ? [] : [value.map((each: Value) => each.text)]) : [(value as Value).text],
  );
  return [bound.word, ...args, ...bound.clauses.map((clause) => shape(clause))];
}

describe("the clauses of a statement", () => {
  it("mean the same on the line and in the block", () => {
    const line = shapeOf("service goods x3 port 8080 check tcp every 10s timeout 2s behind edge at /goods");
    const block = shapeOf(`
      service goods x3 {
        port 8080
        check tcp { every 10s; timeout 2s }
        behind edge { at /goods }
      }
    `);
    expect(line).toEqual(block);
    expect(line).toEqual([["service", "goods", "x3", ["port", ["8080"]], ["check", "tcp", ["every", "10s"], ["timeout", "2s"]], ["behind", ["edge"], ["at", ["/goods"]]]]]);
  });

  it("belong to the innermost that has them", () => {
    expect(shapeOf("service goods port 80 behind edge timeout 30s check tcp timeout 2s")).toEqual([
      ["service", "goods", ["port", ["80"]], ["behind", ["edge"], ["timeout", "30s"]], ["check", "tcp", ["timeout", "2s"]]],
    ]);
  });

  it("can stand on a line that goes on after a backslash or a comma", () => {
    expect(shapeOf("service goods port 80, # the first\n  81 \\\n  image goods")).toEqual([["service", "goods", ["port", ["80", "81"]], ["image", "goods"]]]);
  });

  it("are recognized whatever their case", () => {
    expect(shapeOf("SERVICE goods X3 PORT 80")).toEqual([["service", "goods", "X3", ["port", ["80"]]]]);
  });
});

describe("a required argument", () => {
  it("is taken even when it names a clause", () => {
    expect(shapeOf("service check port 80 behind at at /x")).toEqual([["service", "check", ["port", ["80"]], ["behind", ["at"], ["at", ["/x"]]]]]);
  });

  it("is no keyword when it is quoted", () => {
    expect(shapeOf('service "check" port 80')).toEqual([["service", "check", ["port", ["80"]]]]);
  });
});

describe("braces in a word that is not quoted", () => {
  const regexes = ["^/\\d{3}$", "^/(a|b){2,}/x", "^/\\p{L}+$", "^/[a-z]{1,3}/\\d{2}"];
  it.each(regexes)("are one fault, and the route leads where it says: %s", (regex) => {
    const text = `gateway edge {\n  route shop.example.com {\n    ~ ${regex} -> goods { limit 60r/m }\n    / -> deny 404\n  }\n}\nservice goods port 80`;
    expect(faultsOf(text).map(({ code }) => code)).toEqual(["braces-in-word"]);
    expect(faultsOf(text.replace(regex, () => `'${regex}'`))).toEqual([]);
  });

  it("are one fault where a pattern is the last word", () => {
    expect(faultsOf("cache web {\n  disk /var/spool/squid 10GB\n  fresh 1m .. 1d path ~ \\.[a-z]{3}\n}").map(({ code }) => code)).toEqual(["braces-in-word"]);
  });
});

describe("words that a blank could part", () => {
  it.each([
    ["service goods port 80 81", "unexpected-word"],
    ["gateway edge { listen 80; route { / -> goods { limit 60 x } } }\nservice goods port 80", "unexpected-word"],
    ["cache web { memory 8 }", "invalid-value"],
  ])("are two where together they say nothing: %s", (text, code) => {
    expect(faultsOf(text).map((fault) => [fault.code, fault.message.includes("blank")])).toEqual([[code, false]]);
  });

  it("are two where the second is a clause", () => {
    expect(faultsOf("gateway edge { listen 80; route { / -> goods { limit connections 60 per ip } } }\nservice goods port 80")).toEqual([]);
  });
});

describe("words that stand for several", () => {
  it("are ranges, with every combination of several brackets", () => {
    expect(shapeOf("host db-[a,b]-[1..2] 10.0.0.[1..4]").map((entity) => entity.slice(0, 3))).toEqual([
      ["host", "db-a-1", ["10.0.0.1"]],
      ["host", "db-a-2", ["10.0.0.2"]],
      ["host", "db-b-1", ["10.0.0.3"]],
      ["host", "db-b-2", ["10.0.0.4"]],
    ]);
  });

  it("are dealt out over a plural head, one word to all", () => {
    expect(shapeOf("host app[1..2] 192.168.0.[21..22] interface eth1 10.0.0.[1..2] user deploy")).toEqual([
      ["host", "app1", ["192.168.0.21"], ["interface", "eth1", "10.0.0.1"], ["user", "deploy"]],
      ["host", "app2", ["192.168.0.22"], ["interface", "eth1", "10.0.0.2"], ["user", "deploy"]],
    ]);
  });

  it("come from a let, alone all its words, in a longer word one", () => {
    const text = "let hosts = lb[1..2]\nlet n = 3\nservice goods x${n} on ${hosts} image reg/goods:${n}";
    expect(shapeOf(text)).toEqual([["service", "goods", "x3", ["on", ["lb1", "lb2"]], ["image", "reg/goods:3"]]]);
  });

  it("are not read for ranges or commas again when a let brings them", () => {
    expect(shapeOf("let odd = 'a[1..2],b'\nservice goods run ${odd}")).toEqual([["service", "goods", ["run", "a[1..2],b"]]]);
  });

  it("may have a let inside a range", () => {
    expect(shapeOf("let n = 2\nservice goods on app[1..${n}]")).toEqual([["service", "goods", ["on", ["app1", "app2"]]]]);
  });
});

describe("with", () => {
  it("says clauses in the manner of a sentence, and the line goes on after the last", () => {
    expect(shapeOf("service goods behind gateway with consul discovery, keepalived VIP 10.0.0.1, filebeat port 80")).toEqual([
      ["service", "goods", ["behind", ["gateway"]], ["discover", "consul"], ["vip", ["10.0.0.1"]], ["with", "filebeat"], ["port", ["80"]]],
    ]);
  });
});

describe("profiles", () => {
  const rpc = "profile rpc for service { protocol tcp; port 9000; check tcp every 10s }\n";
  it("give their clauses, and the declaration's own replace them whole", () => {
    expect(shapeOf(`${rpc}service goods is rpc port 9001`)).toEqual([["service", "goods", ["protocol", "tcp"], ["check", "tcp", ["every", "10s"]], ["port", ["9001"]]]]);
  });

  it("replace an earlier one's", () => {
    expect(shapeOf(`${rpc}profile fast for service { check tcp every 1s }\nservice goods is rpc, fast`)).toEqual([["service", "goods", ["protocol", "tcp"], ["port", ["9000"]], ["check", "tcp", ["every", "1s"]]]]);
  });
});

describe("a comma at the end of a line", () => {
  const hosts = "host lb[1..2] 10.0.0.[1..2]\n";
  it.each([
    ["goes on with the list", `${hosts}service goods port 80 on lb1,\n  lb2 image goods`],
    ["goes on with a name that is a kind's", `${hosts}host gateway 10.0.0.3\nservice goods port 80 image goods on lb1,\n  gateway check tcp`],
    ["goes on with a name that is a clause's", "service check port 80 image check\nservice web port 81 image web\nservice goods {\n  port 82\n  image goods\n  after web,\n    check healthy\n}"],
    ["goes on with a name that is a clause's, the last word", "service check port 80 image check\nservice web port 81 image web\nservice goods {\n  port 82\n  image goods\n  after web,\n    check\n}"],
  ])("%s", (_, text) => {
    expect(faultsOf(text).filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([]);
  });
});

describe("params", () => {
  const program = "param replicas count default 3 min 1 max 9\nenv prod { replicas 5 }\nservice goods x${replicas} port 80";
  const times = (settings: Parameters<typeof analyzeText>[1]): number => analyzeText(program, settings).site.nodes.length;
  it("take their value from --set, else from the env, else their default", () => {
    expect([times({}), times({ env: "prod" }), times({ env: "prod", set: { replicas: "2" } })]).toEqual([3, 5, 2]);
  });
});

describe("imports", () => {
  it("are known everywhere, and count once", () => {
    const files = { "net/lan.infra": "network lan 10.0.0.0/24\nimport ../more.infra\n", "more.infra": "let n = 2\n" };
    const analysis = analyzeText("import ./net/lan.infra\nimport ./more.infra\nservice goods x${n} port 80", { files });
    expect(analysis.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(analysis.site.nodes.map(({ address }) => address)).toEqual(["10.0.0.2", "10.0.0.3"]);
  });
});

/** One program for each fault of the language that binding finds: its code, and a name for the case. */
const faults: readonly [code: string, name: string, text: string, settings?: Parameters<typeof faultsOf>[1]][] = [
  ["unknown-kind", "a misspelt kind", "servce goods port 80"],
  ["unknown-kind", "a word that is near nothing", "frobnicate goods"],
  ["missing-brace", "clauses of a declaration without a brace", "gateway edge\n  listen 80\n  route { / -> deny 404 }"],
  ["missing-brace", "clauses after the end of a block", "gateway edge {\n  listen 80 }\n  route { / -> deny 404 }\n  status 8081\n}"],
  ["missing-brace", "clauses whose declaration is not there", "service goods port 80 image goods\n  of orders\n}"],
  ["missing-brace", "the closing brace is there", "gateway edge\n  listen 80\n  route { / -> deny 404 }\n}\nservice goods port 80"],
  ["unknown-kind", "what nginx calls a service", "upstream goods { }"],
  ["unknown-kind", "what Compose calls its services", "services { }"],
  ["unknown-kind", "a comment of another language", "// the shop\nservice goods port 80"],
  ["unknown-clause", "a misspelt clause in a block", "service goods { prot 80 }"],
  ["unknown-clause", "a comment of another language", "service goods {\n  // the shop\n  port 80\n}"],
  ["unknown-clause", "what HAProxy calls a listen", "gateway edge { bind 80; listen 80; route { / -> deny 404 } }"],
  ["unknown-clause", "what nginx calls a path of a route", "gateway edge { route { location /goods { }; / -> deny 404 } }"],
  ["unknown-clause", "what Compose calls ports", "service goods { ports 80 }"],
  ["unexpected-word", "what HAProxy calls a listen", "gateway edge bind 80"],
  ["unexpected-word", "what a clause takes without the clause", "secret vrrp_pass env VRRP_PASS"],
  ["unexpected-word", "a clause of what has ended", "service goods check tcp behind gateway every 10s"],
  ["unexpected-word", "a misspelt clause on the line", "service goods port 80 chek tcp"],
  ["unexpected-word", "an engine by another name", "balancer web ipvs { listen 80 -> goods }\nservice goods port 80"],
  ["unexpected-word", "the path of a route on its line", "gateway edge { route / -> goods }\nservice goods port 80"],
  ["unexpected-word", "an arrow that is none", "gateway edge { route { / => goods } }\nservice goods port 80"],
  ["unknown-clause", "an equals sign in a block", "service goods { port=80; image goods }"],
  ["unknown-clause", "a colon in a block", "service goods { port: 80; image goods }"],
  ["unknown-clause", "raw in a gateway", 'service goods port 80\ngateway edge { route { / -> goods }; raw "gzip on;" }'],
  ["unknown-clause", "raw of several lines in a balancer", 'service goods port 80\nbalancer edge {\n  listen 80 -> goods\n  raw """\n  option httplog\n  """\n}'],
  ["unknown-clause", "a directive of nginx that a clause says", "service goods port 80 image goods behind edge\ngateway edge { proxy_read_timeout 60s }"],
  ["unknown-clause", "a directive of nginx that no clause says", "service goods port 80 image goods behind edge\ngateway edge { gzip on }"],
  ["unknown-clause", "an option of HAProxy", "service goods port 80 image goods behind edge\nbalancer edge { listen 80; timeout client 30s }"],
  ["unknown-clause", "a directive of nginx in a balancer by HAProxy", "service goods port 80 image goods behind edge\nbalancer edge { listen 80; gzip on }"],
  ["unknown-clause", "a key of Compose that no clause says", "service goods port 80 image goods behind gateway { working_dir /srv }"],
  ["unknown-clause", "a setting of keepalived in a VIP", "service goods port 80 image goods behind edge\ngateway edge { vip 192.168.0.146 { interface eth0 } }"],
  ["unknown-clause", "a clause of another clause", "service goods port 80 image goods behind edge\ngateway edge { vip 192.168.0.146; vrid 51 }"],
  ["unknown-clause", "a slip that is a clause of another clause", "service goods port 80 image goods behind edge\ngateway edge { timeout server 30s }"],
  ["missing-argument", "a name before a clause", "service port 8080 image goods behind gateway\nbalancer edge { listen 80 -> goods }"],
  ["missing-argument", "a name before where it runs", "host a 10.0.0.1\nredis on a"],
  ["unexpected-word", "two clauses in one statement of a block", "service goods port 80 image goods\ngateway edge {\n  listen 80 vip 192.168.0.146\n  route { / -> goods }\n}"],
  ["unexpected-word", "two clauses in one statement, of which the second was taken for a text", "service goods port 80 image goods\nbalancer edge lvs {\n  mode dr\n  vip 192.168.0.146\n  listen 80 -> goods { balance wlc persist 5m }\n}"],
  ["unexpected-list", "what is said once for each", "host app[1..2] 10.0.0.[1..2]\nservice goods on app[1..2] port 80 weight 1, 2"],
  ["invalid-value", "ports as Compose publishes them", "service goods port 80 image goods publish 127.0.0.1:8080:80"],
  ["invalid-value", "a volume as Compose mounts it", "service goods port 80 image goods mount goods-data:/var/lib/goods"],
  ["invalid-value", "a file as Compose mounts it", "service goods port 80 image goods mount ./goods.ini:/etc/goods.ini:ro"],
  ["invalid-value", "a mode of HAProxy", "mysql db x2\nbalancer dbs { listen 3306 -> db; mode tcp }"],
  ["unexpected-word", "a list without a comma", "host lb[1..2] 10.0.0.[1..2]\nservice goods port 8080 on lb1 lb2"],
  ["unexpected-word", "a list without a comma whose second is near a clause", "host node[1..2] 10.0.0.[1..2]\nservice goods port 80 image goods\nbalancer web lvs on node1 node2 { mode dr; listen 80 -> goods }"],
  ["unexpected-word", "a route without an arrow", "service api port 8080 image api\ngateway edge { route { /api api; / -> api } }"],
  ["unexpected-word", "a listen without an arrow", "service api port 8080 image api\nbalancer edge { listen 80 api }"],
  ["unexpected-word", "a text without quotes", "service goods port 80 image goods run php bin/swoft http:start"],
  ["unexpected-word", "an equals sign after a clause", "service goods port = 80 image goods"],
  ["unexpected-word", "a colon after a clause", "service goods port: 80 image goods"],
  ["comma-ends-line", "before a declaration", "host lb[1..2] 10.0.0.[1..2]\nservice goods port 8080 on lb1, lb2,\ngateway edge on lb1 {\n  route { / -> goods }\n}"],
  ["comma-ends-line", "before a clause", "host lb[1..2] 10.0.0.[1..2]\nservice goods {\n  on lb1, lb2,\n  port 8080\n}"],
  ["comma-ends-line", "before a block", "service goods port 80 image goods\ngateway edge {\n  listen 80, 8080, # clients\n  route { / -> goods }\n}"],
  ["comma-ends-line", "after routes", "service goods port 80 image goods\ngateway edge {\n  route {\n    /a -> goods,\n    / -> deny 404\n  }\n}"],
  ["missing-argument", "a clause without its argument", "service goods port behind gateway"],
  ["missing-argument", "at the end of the line", "service goods port"],
  ["missing-argument", "a kind without a name", "service"],
  ["invalid-value", "an octet above 255", "host web 172.20.0.500"],
  ["invalid-value", "a range that leaves its octet", "host web[1..3] 192.168.0.[254..256]"],
  ["invalid-value", "a port above 65535", "service goods port 99999"],
  ["invalid-value", "a duration without a unit", "service goods port 80 check tcp every 10"],
  ["invalid-value", "a duration parted from its unit", "service goods port 80 check tcp every 5 s fall 3"],
  ["invalid-value", "a size parted from its unit", "cache web { memory 256 MB; disk /var/spool/squid 10GB }"],
  ["invalid-value", "an optional duration parted from its unit", "gateway edge x2 { vip 10.0.0.9 preempt after 1 m; route { / -> deny 404 } }"],
  ["invalid-value", "a rate parted from its unit", "gateway edge { listen 80; route { / -> goods { limit 60 r/m burst 20 } } }\nservice goods port 80"],
  ["invalid-value", "a duration in two parts", "service goods port 80 check tcp every 1h 30m"],
  ["invalid-value", "a unit that is spelled out", "service goods port 80 check tcp every 10 seconds"],
  ["invalid-value", "a share parted from its sign", "cache web { fresh 1m .. 1d share 50 % }"],
  ["invalid-value", "a let parted from its unit", "let pause = 10 s\nservice goods port 80 check tcp every ${pause}"],
  ["invalid-value", "a param parted from its unit", "param pause duration default 10 s\nservice goods port 80 check tcp every ${pause}"],
  ["invalid-value", "a value of an env parted from its unit", "param pause duration default 5s\nenv prod { pause 10 s }\nservice goods port 80 check tcp every ${pause}"],
  ["invalid-value", "a choice in two words", "gateway edge { listen 80; balance round robin; route { / -> goods } }\nservice goods port 80"],
  ["invalid-value", "xN in two words", "service goods x 3 port 80"],
  ["invalid-value", "a rate that is spelled out", "gateway edge { listen 80; route { / -> goods { limit 60/min } } }\nservice goods port 80"],
  ["invalid-value", "a rate in words", "gateway edge { listen 80; route { / -> goods { limit 60 per minute burst 20 } } }\nservice goods port 80"],
  ["invalid-value", "a rate in more words", "gateway edge { listen 80; route { / -> goods { limit 10 requests a second per ip } } }\nservice goods port 80"],
  ["invalid-value", "a variable as Compose has it", "service goods port 80 image goods env LOG_LEVEL=debug"],
  ["invalid-value", "two variables as Compose has them", 'service goods {\n  port 80\n  env A=1, "B=two words"\n}'],
  ["invalid-value", "a fraction of a size", "cache web { memory 1.5GB; disk /var/spool/squid 10GB }"],
  ["invalid-value", "a range with a dash", "host app[1-3]"],
  ["invalid-value", "a range of addresses with a dash", "host app[1..3] 10.1.0.[31-33]"],
  ["invalid-value", "an address where a URL is taken", "cache web { accelerate 10.1.0.21:8080 }"],
  ["invalid-value", "a certificate beside the program", "gateway edge { listen 443 tls ./www.pem; route { / -> deny 404 } }"],
  ["invalid-value", "an empty text", 'service goods port ""'],
  ["invalid-value", "a misspelt choice", "service goods protocol htpp port 80"],
  ["invalid-value", "a network with host bits", "network lan 192.168.0.5/24"],
  ["invalid-value", "a value that a let brings", "let where = 10.0.0.999\nhost web ${where}"],
  ["unexpected-list", "a list where one is taken", "service goods port 80 protocol http, tcp"],
  ["unexpected-list", "three hosts and two addresses", "host app[1..3] 192.168.0.[21..22]"],
  ["repeated-clause", "the same on the line and in the block", "service goods port 80 {\n  image swoft\n  port  80\n}"],
  ["repeated-clause", "on the line and in the block", "service goods port 80 { port 81 }"],
  ["native-on-line", "a native block on the line", "gateway edge listen 80 nginx { gzip on }\nservice goods port 80 behind edge"],
  ["literal-secret", "a password in the program", "service goods port 80 behind edge\ngateway edge x2 vip 10.0.0.5 auth hunter2"],
  ["unknown-name", "a misspelt let", "let domain = shop.example.com\nservice goods port 80 image ${domian}"],
  ["several-words", "two words in a longer one", "let hosts = a, b\nservice goods port 80 image x/${hosts}"],
  ["circular-let", "two lets made of each other", "let a = ${b}\nlet b = ${a}\nservice goods port 80 image ${a}"],
  ["bad-range", "a range that runs backwards", "host app[3..1]"],
  ["duplicate-name", "two services", "service goods port 80\nservice goods port 81"],
  ["duplicate-name", "two sites", "site shop\nsite store\nservice goods port 81"],
  ["duplicate-name", "a host and a service", "host goods 10.0.0.1\nservice goods port 81"],
  ["unknown-profile", "a misspelt profile", "profile php-rpc for service { port 80 }\nservice goods is php_rpc"],
  ["profile-kind", "a profile for another kind", "profile rpc for service { port 80 }\ngateway edge is rpc\nservice goods port 80 behind edge"],
  ["unknown-import", "a file that is not there", "import ./nowhere.infra\nservice goods port 80"],
  ["unknown-import", "a file outside the folder", "import ../../etc/passwd\nservice goods port 80"],
  ["circular-import", "two files that import each other", "import ./a.infra\nservice goods port 80", { files: { "a.infra": "import ./site.infra\n" } }],
  ["missing-param", "a param without a value", "param replicas count\nservice goods x${replicas} port 80"],
  ["unknown-param", "a misspelt param in an env", "param replicas count default 3\nenv prod { replica 5 }\nservice goods x${replicas} port 80"],
  ["param-bounds", "a value that is too high", "param replicas count default 3 max 9\nenv prod { replicas 12 }\nservice goods x${replicas} port 80", { env: "prod" }],
  ["unknown-env", "an env that nobody declares", "env prod { }\nservice goods port 80", { env: "prd" }],
  ["misplaced-times", "xN at the end", "service goods port 80 x3"],
  ["unknown-feature", "a feature that there is not", "service goods port 80 with consul discvery"],
];

describe("the name of the site", () => {
  it("may be another thing's too", () => {
    expect(faultsOf("site mq\nbalancer mq { listen 80 -> goods }\nservice goods port 80")).toEqual([]);
  });
});

describe("notes", () => {
  const notesOf = (text: string) => analyzeText(text).diagnostics.flatMap(({ severity, code }) => (severity === "info" ? [code] : []));

  it("are left out of what was not read whole", () => {
    expect(notesOf("service goods")).toEqual(["implied-network", "implied-image", "implied-port"]);
    expect(notesOf("service goods { prot 8080 }")).toEqual([]);
    expect(notesOf("service goods prot 8080")).toEqual([]);
    expect(notesOf("network lan 10.0.0.0/24\ngateway edge { listen 443 tls ./www.pem; route { / -> deny 404 } }")).toEqual([]);
  });

  it("say of an empty program that nothing is declared, and imply nothing", () => {
    expect(notesOf("# nothing yet")).toEqual(["nothing-declared"]);
  });
});

describe("size does not matter to binding", () => {
  it("a line of many clauses ends in a word that none of them takes", () => {
    const reports = faultsOf(`host h 10.0.0.1\nservice goods port 80 ${'env A "b" '.repeat(20_000)}bogus\n`);
    expect(reports.map(({ code, primary }) => [code, primary.span.source.text.slice(primary.span.start, primary.span.end)])).toContainEqual(["unexpected-word", "bogus"]);
  });

  const many = 20_000;
  const lines = (line: (index: number) => string): string => Array.from({ length: many }, (_, index) => line(index)).join("");
  it.each<readonly [string, string, string, number]>([
    ["of lines that commas join", `service goods {\n${lines((index) => `mount /a${index} -> /b${index},\n`)}port 80\n}`, "comma-ends-line", many],
    ["of blocks without a brace", lines((index) => `service s${index}\nport 80\n}\n`), "missing-brace", many],
    ["of values in an env", `env prod {\n${lines((index) => `p${index} 1\n`)}}`, "unknown-param", many],
  ])("%s", (_, text, code, count) => {
    const parsed = parse({ path: "site.infra", text });
    const bound = bindProgram([parsed.value], kinds, {});
    expect(withoutStrayBraces([...parsed.diagnostics, ...bound.diagnostics]).map((diagnostic) => diagnostic.code)).toEqual(Array.from({ length: count }, () => code));
  });
});

describe("a fault of the language", () => {
  it.each(faults)("%s: %s", (code, _name, text, settings = {}) => {
    expect(faultsOf(text, settings).map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  it.each([...new Set(faults.map(([code]) => code))])("%s reads well", (code) => {
    const cases = faults.filter(([each]) => each === code);
    expectGolden(`diagnostics/${code}`, new Map(cases.map(([, name, text, settings]) => [`${name.replaceAll(" ", "-")}.txt`, reportOf(text, faultsOf(text, settings ?? {}))])));
  });
});
