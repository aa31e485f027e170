import type { Proxy } from "../../ir/traffic.js";
import { line } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { empty, joined, fixed } from "./quote.js";
import { cannot, need, type Scope } from "./scope.js";
import { size } from "./units.js";

// With less nginx starts and has no room for anything.
const smallestDictionary = 12 * 1024;

/** What Lua needs in `http {}`. */
export function luaOfHttp(scope: Scope): readonly Directive[] {
  const phase = (name: "init" | "worker") => scope.proxies.flatMap(({ lua }) => lua.phases.filter((each) => each.phase === name));
  for (const name of ["init", "worker"] as const) {
    const [, second] = phase(name);
    if (second !== undefined) cannot(scope, second.origin, `run two \`${name}\` files of Lua in one process`, "let one of them load the other");
  }
  const path = packagePath(scope);
  const lines = [
    ...path,
    ...scope.proxies.flatMap(({ lua }) => lua.share).map(({ name, bytes, origin }) => {
      if (bytes < smallestDictionary) cannot(scope, origin, "share less than 12KB of memory", "write `12KB` or more");
      return line(origin, "lua_shared_dict", scope.quote.dictionary(name, origin), size(bytes, "m"));
    }),
    ...phase("init").map(({ file, origin }) => line(origin, "init_by_lua_file", scope.quote.path(file, origin))),
    ...phase("worker").map(({ file, origin }) => line(origin, "init_worker_by_lua_file", scope.quote.path(file, origin))),
  ];
  const first = lines[0];
  if (first !== undefined) need(scope, "lua", first.origin);
  return lines;
}

/** Lua replaces the `?` by the module's name; the `;;` at the end stands for the usual places. */
function packagePath(scope: Scope): readonly Directive[] {
  const owners = scope.proxies.filter(({ lua }) => lua.paths.length > 0);
  const paths = owners.flatMap(({ lua, origin }) =>
    lua.paths.map((path): Word => {
      if (path.includes(";")) cannot(scope, origin, "look for Lua in a path with a `;`", "rename the folder");
      return joined(scope.quote.path(path.includes("?") ? path : `${path.replace(/\/+$/, "")}/?.lua`, origin), fixed(";"));
    }),
  );
  const unique = [...new Set(paths)];
  if (unique.length === 0) return [];
  // Quoted, as a bare `;` would end the directive.
  return [line(owners[0]!.origin, "lua_package_path", joined(empty, ...unique, fixed(";")))];
}

/** What runs for every request of a proxy. */
export function luaOfServer({ lua }: Proxy, scope: Scope): readonly Directive[] {
  return lua.phases.flatMap(({ phase, file, origin }) => {
    if (phase !== "access" && phase !== "log") return [];
    need(scope, "lua", origin);
    const path = scope.quote.path(file, origin);
    return [phase === "access" ? line(origin, "access_by_lua_file", path) : line(origin, "log_by_lua_file", path)];
  });
}
