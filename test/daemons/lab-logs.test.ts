import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { grok } from "../kit/grok.js";
import { build, inLab, take } from "./lab-kit.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";

interface Filebeat {
  readonly "filebeat.inputs": readonly { readonly paths: readonly string[]; readonly fields: { readonly labels: { readonly source: string } } }[];
}

describe.runIf(requireDaemon(nginx))("a line of nginx's in a lab", () => {
  const built = build(`network lan 10.8.0.0/24
host lb1 10.8.0.11
host app1 10.8.0.21
host node1 10.8.0.31
service pages on app1 port 8080 behind edge
gateway edge on lb1 { listen 80; route shop.example.com { / -> pages } }
elasticsearch search on node1
logstash pipeline on node1
logs access from edge through pipeline to search
expect e {
  get http://shop.example.com/a.css?size=1 -> pages
  within 2s log access "GET /a.css?size=1 "
  log access "GET /nowhere"
}`);

  it("lands in the file that Filebeat reads, and is taken apart by the pipeline's own pattern", { timeout: 60_000 }, async () => {
    const fault = await inLab(built, async (lab) => {
      const taken = await take(lab, built.site, built.site.expectations[0]!);
      const { stdout: text } = await lab.exec("lb1", ["cat", "/etc/filebeat/filebeat.yml"]);
      const input = (parse(text) as Filebeat)["filebeat.inputs"].find(({ fields }) => fields.labels.source === "edge-access")!;
      const { stdout: lines } = await lab.exec("lb1", ["sh", "-c", "cat $1", "sh", input.paths[0]!]);
      const written = lines.split("\n").find((line) => line.includes("GET /a.css"))!;
      const pipeline = built.files.find(({ path }) => path.endsWith("/access.conf"))!.text;
      const pattern = /"edge-access" \{\s*grok \{\s*match => \{ "message" => '([^']+)' \}/.exec(pipeline)![1]!;
      expect(grok([pattern], written)).toMatchObject({
        "[source][address]": "10.8.0.1",
        "[http][request][method]": "GET",
        "[url][original]": "/a.css?size=1",
        "[http][response][status_code]": "200",
        "[url][domain]": "shop.example.com",
        "[nginx][access][upstream_addr]": "10.8.0.21:8080",
      });
      return taken;
    });
    expect(fault).toMatch(/^`GET \/nowhere` stands in no file that is read for `access`$/m);
  });
});
