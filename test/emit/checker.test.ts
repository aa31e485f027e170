import { expect, it } from "vitest";
import { installing } from "../../src/emit/checker.js";
import { targets } from "../../src/targets/index.js";

it("names the package of each daemon, and whose it is where Debian has none", () => {
  expect(targets.flatMap(({ checker }) => (checker === undefined ? [] : [installing(checker.package)])).sort()).toEqual([
    "install Debian's package: `apt-get install haproxy`",
    "install Debian's package: `apt-get install keepalived`",
    "install Debian's package: `apt-get install nginx`",
    "install Debian's package: `apt-get install squid`",
    "install `consul` from HashiCorp's own repository",
    "install `docker-compose-plugin` from Docker's own repository",
    "install `filebeat` from Elastic's own repository",
    "install `logstash` from Elastic's own repository",
  ]);
});
