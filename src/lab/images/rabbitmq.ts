import type { Image } from "./image.js";

export const rabbitmq: Image = {
  name: "rabbitmq",
  programs: [["rabbitmq-server"], ["epmd"]],
  entrypoint: `set -eu
[ "$1" = rabbitmq-server ] || exec "$@"
# Else whoever asks first, as root, makes the file that the server then cannot read.
cookie=/var/lib/rabbitmq/.erlang.cookie
if [ -n "\${RABBITMQ_ERLANG_COOKIE:-}" ] && [ ! -e "$cookie" ]; then (umask 077 && printf %s "$RABBITMQ_ERLANG_COOKIE" >"$cookie"); fi
chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
exec setpriv --reuid rabbitmq --regid rabbitmq --init-groups "$@"
`,
  command: ["rabbitmq-server"],
  // Without what the package puts before its programs, which keeps their words in files.
  environment: { PATH: "/usr/lib/rabbitmq/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/var/lib/rabbitmq", RABBITMQ_DATA_DIR: "/var/lib/rabbitmq", RABBITMQ_LOGS: "-" },
  folders: ["/var/lib/rabbitmq"],
  users: ["rabbitmq"],
  files: [
    // As in the image: its first user may come from other machines, and its plugins are these.
    { path: "/etc/rabbitmq/conf.d/10-defaults.conf", content: "loopback_users.guest = false\nlog.console = true\n" },
    { path: "/etc/rabbitmq/enabled_plugins", content: "[rabbitmq_management,rabbitmq_prometheus].\n" },
  ],
};
