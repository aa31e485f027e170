import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found, servicesOf } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb1 192.168.0.11\nhost node[1..2] 192.168.0.[31..32]\nhost dock[1..2] 192.168.0.[41..42] { runtime docker }\n";

describe("a port", () => {
  it("of a pool is the one that the service listens on, unless another of its own is named", () => {
    const service = `${hosts}service app on node[1..2] port 9501, 9601 as web, metrics\n`;
    const ports = (target: string) => found(filesOf(`${service}balancer tcp on lb1 { listen 90 -> ${target} }`), "/haproxy.cfg", /^ +server \S+ [0-9.]+:(\d+)/gm);
    expect(ports("app")).toEqual(["9501", "9501"]);
    expect(ports("app:metrics")).toEqual(["9601", "9601"]);
    expect(errorsOf(`${service}balancer tcp on lb1 { listen 90 -> app:9001 }`)).toEqual(["unknown-port"]);
  });

  it("inside the Docker network is the container's, and from another host the published one", () => {
    const inside = filesOf("rabbitmq rabbit publish 5674 -> 5672\nbalancer mq { listen 5600 -> rabbit }");
    expect(found(inside, "/haproxy.cfg", /^ +server rabbit [0-9.]+:(\d+)/gm)).toEqual(["5672"]);
    expect(servicesOf(inside).get("rabbit")?.ports).toEqual(["5674:5672"]);
    const outside = filesOf(`${hosts}service app on dock1 port 80 image x publish 8080 -> 80\nbalancer web on lb1 { listen 80 -> app }`);
    expect(found(outside, "/haproxy.cfg", /^ +server app ([0-9.]+:\d+)/gm)).toEqual(["192.168.0.41:8080"]);
  });

  it("of instances that share a Docker host is another one of the host for each", () => {
    const files = filesOf(`${hosts}service app x4 on dock[1..2] port 80 image x\nbalancer web on lb1 { listen 80 -> app }`);
    const servers = found(files, "/haproxy.cfg", /^ +server \S+ ([0-9.]+:\d+)/gm);
    expect(new Set(servers).size).toBe(4);
    const published = [...files].filter(([path]) => path.endsWith("docker-compose.yml")).map(([, text]) => [...text.matchAll(/"(\d+):80"/g)].map(([, port]) => port));
    for (const ports of published) expect(new Set(ports).size).toBe(2);
  });

  it("of a container gives way to the daemons of its host", () => {
    const files = filesOf(`${hosts}consul registry on dock1, dock2, node1 client node2\nservice app on dock1 port 8500 image x\ngateway edge on dock1 { listen 8080; route { / -> app } }`);
    const [published] = [...files].filter(([path]) => path.endsWith("dock1/opt/site/docker-compose.yml")).map(([, text]) => /"(\d+):8500"/.exec(text)?.[1]);
    expect(["8300", "8301", "8302", "8500", "8502", "8600", "8080"]).not.toContain(published);
  });

  it("of a range is published port by port, the first to the first", () => {
    const files = filesOf("service media port 30000-30002 protocol tcp image x publish 40000-40002 -> 30000-30002");
    expect(servicesOf(files).get("media")?.ports).toEqual(["40000:30000", "40001:30001", "40002:30002"]);
    expect(errorsOf("service media port 65530 protocol tcp image x publish 40000-40009 -> 65530")).toEqual(["publish-range"]);
  });

  it("below 60 stays text in YAML, where it could be read as a time", () => {
    const files = filesOf("service shell port 22 protocol tcp image x publish 56 -> 22");
    expect(servicesOf(files).get("shell")?.ports).toEqual(["56:22"]);
  });

  it("is from 1 to 65535 wherever it stands", () => {
    for (const program of ["service a port 70000", "service a port 80 publish 85000 -> 80", "service a port 80 check tcp 70000", "service a port 80 check http /x 70000", "service a at 10.0.0.1:70000", "gateway g { listen 70000 }"]) {
      expect(errorsOf(program), program).toEqual(["invalid-value"]);
    }
  });

  it("is never left to a daemon's default", () => {
    expect(errorsOf(`${hosts}service far at 10.0.0.5\ngateway edge on lb1 { route { / -> far } }`)).toEqual(["invalid-value"]);
    expect(errorsOf(`${hosts}service app on node1 protocol tcp\nbalancer tcp on lb1 { listen 90 -> app }`)).toEqual(["missing-port"]);
    const files = filesOf(`${hosts}service app on node1 check tcp\nbalancer tcp on lb1 { listen 90 -> app }\ngateway edge on lb1 { route { / -> app } }`);
    expect(found(files, "/haproxy.cfg", /^ +server app ([0-9.]+:\d+)/gm)).toEqual(["192.168.0.31:80"]);
    expect(found(files, "/nginx.conf", /server (192\.168\.0\.31\S*?)[ ;]/g)).toEqual(["192.168.0.31:80"]);
  });
});
