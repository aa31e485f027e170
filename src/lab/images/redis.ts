import type { Image } from "./image.js";

export const redis: Image = {
  name: "redis",
  programs: [["redis-server"]],
  // The image's build answers others than its own machine; that of a distribution does so only when told.
  entrypoint: `set -eu
case \${1:-} in -*) set -- redis-server "$@" ;; esac
[ "$1" = redis-server ] || exec "$@"
shift
chown redis:redis /data
cd /data
umask 077
exec setpriv --reuid redis --regid redis --init-groups redis-server --protected-mode no "$@"
`,
  command: ["redis-server"],
  environment: {},
  folders: ["/data"],
  users: ["redis"],
  files: [],
};
