import type { Command, World } from "./world.js";

/** One word of a shell command, whatever is in it. */
export function quoteShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The two halves of making a world, as texts for sh. `outside` makes the new root and starts `inside` in it; `inside`
 * reads a tar archive from its standard input, lays it over the root, and writes the runs of the commands.
 */
export function worldScript(world: World, commands: readonly Command[]): { readonly outside: string; readonly inside: string } {
  return { outside, inside: [prelude, ...networkLines(world), ...userLines(world.users ?? []), ...commands.map(runLine)].join("\n") };
}

// The root is an overlay, not a row of bind mounts: so a path that this machine lacks can be in the world, and no mount
// point is left behind. Its upper layer lies in a tmpfs over /sys, the one folder that every machine has and where no
// project lies; only this mount namespace sees it. An overlay shows one file system, so programs on others are bound.
const outside = `
set -eu
mount -t tmpfs -o mode=755 infc-world /sys
cd /sys
mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=/sys/upper,workdir=/sys/work infc-world root
cd root
inside=$1
shift
for program; do
  [ -e ".$program" ] && continue
  mkdir -p ".\${program%/*}"
  : >".$program"
  mount --bind "$program" ".$program"
done
mount -t proc proc proc
mount -t sysfs sysfs sys
mount --rbind /dev dev
exec env -i PATH="$PATH" HOME=/root LC_ALL=C.UTF-8 TZ=UTC chroot . /bin/sh -c "$inside"
`;

const prelude = `
set -eu
tar -x -p -f - --no-same-owner -C /
run() {
  status=0
  (cd "$1" && shift && exec "$@") >/.infc-out 2>/.infc-err </dev/null || status=$?
  set -- $(stat -c %s /.infc-out /.infc-err)
  echo "$status $1 $2"
  cat /.infc-out /.infc-err
}`;

function networkLines({ name, interfaces = [], nonlocalBind = false }: World): readonly string[] {
  const batch = ["link set lo up"];
  interfaces.forEach((link, index) => {
    if (link.name !== "lo") {
      // The other end stays in this namespace: it only gives the interface a carrier.
      batch.push(`link add name ${link.name} type veth peer name infc-peer${index}`, `link set ${link.name} up`, `link set infc-peer${index} up`);
    }
    // An IPv6 address can be bound only when duplicate detection is over, so there is none.
    for (const address of link.addresses) batch.push(`addr add ${address} dev ${link.name}${address.includes(":") ? " nodad" : ""}`);
  });
  return [
    ...(name === undefined ? [] : [`echo ${quoteShell(name)} >/proc/sys/kernel/hostname`]),
    `printf %s ${quoteShell(`${batch.join("\n")}\n`)} | ip -batch -`,
    ...(nonlocalBind ? ["for family in ipv4 ipv6; do echo 1 >/proc/sys/net/$family/ip_nonlocal_bind; done"] : []),
  ];
}

function userLines(users: readonly string[]): readonly string[] {
  return users.flatMap((user, index) => {
    const id = 61_000 + index;
    return [
      `grep -q ${quoteShell(`^${user}:`)} /etc/group || echo ${quoteShell(`${user}:x:${id}:`)} >>/etc/group`,
      `grep -q ${quoteShell(`^${user}:`)} /etc/passwd || echo ${quoteShell(`${user}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin`)} >>/etc/passwd`,
    ];
  });
}

function runLine({ argv, cwd = "/", timeout = 30 }: Command): string {
  return ["run", cwd, "timeout", "-k", "1", String(timeout), ...argv].map((word, index) => (index === 0 ? word : quoteShell(word))).join(" ");
}
