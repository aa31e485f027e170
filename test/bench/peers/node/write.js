import { writeFileSync } from "node:fs";
import { join } from "node:path";

// The three files of the peers by template literals alone. What the others write is compared with what this writes.

const [count, folder] = process.argv.slice(2);
const services = Array.from({ length: Number(count) }, (_, index) => ({ name: `svc${index}`, port: 10_000 + index }));
const instances = [1, 2, 3].map((number) => ({ number, address: `10.0.${number}.1` }));

const upstream = ({ name, port }) => `
    upstream ${name} {
${instances.map(({ address }) => `        server ${address}:${port};\n`).join("")}    }

    server {
        listen 80;
        server_name ${name}.example.com;

        location / {
            proxy_pass http://${name};
        }
    }
`;

const backend = ({ name, port }) => `
backend ${name}
    balance roundrobin
${instances.map(({ number, address }) => `    server ${name}-${number} ${address}:${port} check\n`).join("")}`;

const container = ({ name, port }) => `  ${name}:
    image: example/${name}:1.0
    ports:
      - "${port}:${port}"
    restart: unless-stopped
    deploy:
      replicas: ${instances.length}
`;

const files = {
  "nginx.conf": `events {}

http {
    server_names_hash_max_size 65536;
${services.map(upstream).join("")}}
`,
  "haproxy.cfg": `defaults
    mode http
    timeout connect 5s
    timeout client 1m
    timeout server 1m
${services.map(backend).join("")}`,
  "docker-compose.yml": `services:
${services.map(container).join("")}`,
};

for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
