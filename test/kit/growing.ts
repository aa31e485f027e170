/*
 * Programs that grow with a number: what reads them should take so many times longer, and no more.
 */
const lan = "site growing\nnetwork lan 10.0.0.0/8\n";
const apps = "host app[1..3] 10.0.0.[21..23] { runtime docker }\n";

const each = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join("");
const addressOf = (index: number): string => `10.1.${Math.floor(index / 200)}.${1 + (index % 200)}`;

export const growingForms: Readonly<Record<string, (count: number) => string>> = {
  "services behind two layers": (count) =>
    `${lan}${apps}host edge 10.0.0.11\nhost within 10.0.0.12\nbalancer inner on within { listen 8080 http }\ngateway outer on edge {\n  listen 80\n${each(count, (index) => `  route s${index}.example.com { / -> inner }\n`)}}\n${each(count, (index) => `service s${index} x3 on app[1..3] port ${10_000 + index} image s behind inner domain s${index}.example.com\n`)}`,
  "paths of one domain": (count) =>
    `${lan}host edge 10.0.0.11\nhost within 10.0.0.12\ngateway inner on within { listen 8080 }\ngateway outer on edge {\n  listen 80\n  route example.com {\n${each(count, (index) => `    /s${index}/ -> inner\n`)}  }\n}\n${each(count, (index) => `service s${index} on edge port ${10_000 + index} behind inner domain example.com at /s${index}/api\n`)}`,
  "domains with all below them": (count) =>
    `${lan}host edge 10.0.0.11\nhost within 10.0.0.12\ngateway inner on within { listen 8080 }\ngateway outer on edge {\n  listen 80\n${each(count, (index) => `  route *.s${index}.example.com { / -> inner }\n`)}}\n${each(count, (index) => `service s${index} on edge port ${10_000 + index} behind inner domain *.s${index}.example.com\n`)}`,
  "regular expressions": (count) =>
    `${lan}host edge 10.0.0.11\n${each(count, (index) => `service s${index} on edge port ${10_000 + index}\n`)}gateway outer on edge {\n  listen 80\n  route example.com {\n${each(count, (index) => `    ~ '^/s${index}/.*' -> s${index}\n`)}  }\n}\n`,
  "containers of one engine": (count) => `site growing\nnetwork back 172.16.0.0/12\ngateway outer { listen 80 }\n${each(count, (index) => `service s${index} port 8080 image s publish ${10_000 + index} -> 8080 behind outer domain s${index}.example.com { env NEXT s${index + 1}:8080; mount data${index} -> /data }\n`)}`,
  "containers that wait": (count) => `site growing\nnetwork back 172.16.0.0/12\n${each(count, (index) => `service s${index} port 8080 image s${index === 0 ? "" : ` after s${index - 1}`}\n`)}`,
  "instances of one service": (count) => `${lan}host edge 10.0.0.11\nhost app[1..3] 10.0.0.[21..23] { runtime docker }\nservice s x${count} on app[1..3] port 8080 image s behind outer\ngateway outer on edge { listen 80 }\n`,
  "services in Consul": (count) => `${lan}${apps}host edge 10.0.0.11\nhost node[1..3] 10.0.0.[31..33]\nconsul registry on node[1..3] client edge, app[1..3]\ngateway outer on edge { listen 80 }\n${each(count, (index) => `service s${index} on app[1..3] port ${10_000 + index} image s discover registry behind outer domain s${index}.example.com\n`)}`,
  "ports of streams": (count) => `${lan}host edge 10.0.0.11\nhost app[1..3] 10.0.0.[21..23]\n${each(count, (index) => `service s${index} on app[1..3] port ${10_000 + index}\n`)}balancer outer on edge {\n${each(count, (index) => `  listen ${20_000 + index} tcp -> s${index}\n`)}}\n`,
  "ports of LVS": (count) => `${lan}host edge[1..2] 10.0.0.[11..12]\nhost app[1..3] 10.0.0.[21..23]\n${each(count, (index) => `service s${index} on app[1..3] port ${10_000 + index}\n`)}balancer outer lvs on edge[1..2] {\n  mode dr\n  vip 10.0.0.100\n${each(count, (index) => `  listen ${10_000 + index} -> s${index}\n`)}}\n`,
  "gateways with VIPs": (count) =>
    `${lan}${each(count, (index) => `host a${index} ${addressOf(2 * index)}\nhost b${index} ${addressOf(2 * index + 1)}\nservice s${index} on a${index}, b${index} port 9000 behind g${index}\ngateway g${index} on a${index}, b${index} {\n  listen 80\n  vip ${addressOf(2000 + index)} vrid ${index + 1}\n}\n`)}`,
  "networks with a host each": (count) => `site growing\n${each(count, (index) => `network n${index} 10.0.${index}.0/28\nhost h${index} 10.0.${index}.1\nservice s${index} on h${index} port 9000\n`)}`,
  "services on one port of a host": (count) => `${lan}host app 10.0.0.21\n${each(count, (index) => `service s${index} on app port 9000\n`)}`,
};
