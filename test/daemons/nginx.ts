import { nginxChecker } from "../../src/targets/nginx/checker.js";
import type { Subject } from "../../src/emit/checker.js";
import type { World } from "../../src/emit/world.js";
import { buildUpsyncStub } from "./upsync-stub/build.js";
import type { TestChecker } from "./checker.js";

const module = "/usr/lib/nginx/modules/ngx_http_upsync_module.so";

/** With a stand-in for the upsync module, which no distribution has: so its directives are judged, too. */
export const nginx: TestChecker = {
  ...nginxChecker,
  needs: ["nginx", "nginx-stream", "nginx-lua", "nginx-dev", "gcc", "libc", "make"],
  complete(subject) {
    const world: World = nginxChecker.complete!(withModule(subject));
    const copyOf = buildUpsyncStub();
    return copyOf === undefined ? world : { ...world, files: [...(world.files ?? []), { path: module, content: { copyOf } }] };
  },
  unjudged: (subject) => nginxChecker.unjudged!(withModule(subject)),
  commands: (subject) => nginxChecker.commands(withModule(subject)),
  read: (runs, subject) => nginxChecker.read(runs, withModule(subject)),
};

function withModule(subject: Subject): Subject {
  return { ...subject, has: (path) => path === module || subject.has(path) };
}
