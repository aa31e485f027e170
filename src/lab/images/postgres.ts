import type { Image } from "./image.js";

export const postgres: Image = {
  name: "postgres",
  programs: [[18, 17, 16, 15, 14, 13].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`)],
  entrypoint: `set -eu
PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
export PATH PGDATA
case \${1:-} in -*) set -- postgres "$@" ;; esac
[ "$1" = postgres ] || exec "$@"
own() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
mkdir -p "$PGDATA" /run/postgresql
chown postgres:postgres "$PGDATA" /run/postgresql
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=\${POSTGRES_USER:-postgres}
  base=\${POSTGRES_DB:-$user}
  if [ -z "\${POSTGRES_PASSWORD:-}" ] && [ "\${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then echo "no POSTGRES_PASSWORD: the image does not start" >&2; exit 1; fi
  own sh -c 'umask 077; printf "%s\\n" "$1" >/run/postgresql/first' sh "\${POSTGRES_PASSWORD:-unused}"
  own initdb --username="$user" --pwfile=/run/postgresql/first --no-sync \${POSTGRES_INITDB_ARGS:-} >/dev/null
  rm /run/postgresql/first
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  echo "host all all all \${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  [ "$base" = postgres ] || echo "CREATE DATABASE \\"$base\\"" | own postgres --single postgres >/dev/null
fi
exec setpriv --reuid postgres --regid postgres --init-groups "$@"
`,
  command: ["postgres"],
  environment: { PGDATA: "/var/lib/postgresql/data" },
  folders: ["/var/lib/postgresql"],
  users: ["postgres"],
  files: [],
};
