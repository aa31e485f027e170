import type { Image } from "./image.js";

export const etcd: Image = {
  name: "quay.io/coreos/etcd",
  programs: [["etcd"]],
  // All that it is told it reads from the environment.
  entrypoint: 'exec "$@"\n',
  command: ["etcd"],
  environment: {},
  folders: [],
  users: [],
  files: [],
};
