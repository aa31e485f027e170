import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// Jinja2's templates by nunjucks.

const [modules, data, folder] = process.argv.slice(2);
const { Environment, FileSystemLoader } = createRequire(join(modules, "from.js"))("nunjucks");
const environment = new Environment(new FileSystemLoader(join(import.meta.dirname, "../jinja2")), { autoescape: false, trimBlocks: true });
const services = JSON.parse(readFileSync(data, "utf8"));
for (const name of ["nginx.conf", "haproxy.cfg", "docker-compose.yml"]) writeFileSync(join(folder, name), environment.render(`${name}.j2`, services));
