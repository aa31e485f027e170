import { inWorld } from "../../src/host/world.js";

// Run as a process of its own: prints what a command said in a world, as JSON.
const [, , script = "true"] = process.argv;
const [run] = await inWorld({ name: "lb1", interfaces: [{ name: "eth0", addresses: ["192.168.0.11/24"] }], users: ["infc-user"], certificates: ["/etc/infc/site.pem"], files: [{ path: "/usr/local/sbin/infc-tool", content: "#!/bin/sh\necho tool\n", mode: 0o755 }, { path: "/etc/infc/a.conf", content: "a" }] }, [
  { argv: ["sh", "-c", script], timeout: 60 },
]);
process.stdout.write(JSON.stringify(run));
