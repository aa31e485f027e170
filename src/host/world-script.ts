import type { Command, World } from "../emit/world.js";

/** One word of a shell command, whatever is in it. */
export function quoteShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The two halves of making a world, as texts for sh. `outside` makes the new root and starts `inside` in it; `inside`
 * reads a tar archive from its standard input, lays it over the root, and writes the runs of the commands.
 */
export function worldScript(world: World, commands: readonly Command[], isRoot: boolean): { readonly outside: string; readonly inside: string } {
  const parts = [prelude, runs, ...certificateLines(world.certificates ?? []), ...nameLines(world), ...networkLines(world), ...userLines(world.users ?? [], isRoot), ...commands.map(runLine)];
  return { outside: outside(isRoot), inside: parts.join("\n") };
}

/** The same for a world that stays: it says that it is ready, and waits. Its network is given to it from outside. */
export function standingScript(world: World): { readonly outside: string; readonly inside: string } {
  const parts = [prelude, ...certificateLines(world.certificates ?? []), ...nameLines(world), ...userLines(world.users ?? [], true), standing];
  return { outside: outside(true), inside: parts.join("\n") };
}

// The root is an overlay, not a row of bind mounts: so a path that this machine lacks can be in the world, and no mount
// point is left behind. Its upper layer lies in a tmpfs over /sys, the one folder that every machine has and where no
// project lies; only this mount namespace sees it. An overlay shows one file system, so programs on others are bound.
const overlay = `
mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=/sys/upper,workdir=/sys/work infc-world root
cd root
`;

// Who is not root may not change an overlay over files of others. So the root is new: programs are bound, settings
// copied, the folders for state empty, and all that may get a file of the world holds links to what the machine has.
const fresh = `
mkdir -p root/.machine
cd root
mount --rbind / .machine
mount -o remount,bind,ro .machine 2>/dev/null || :
for path in /*; do
  name=\${path#/}
  case "$name" in proc | sys | dev | lost+found) mkdir -p "$name" ;;
    etc) cp -a --no-preserve=ownership /etc etc 2>/dev/null || : ;;
    var) mkdir var; (cd /var && find . -xdev -maxdepth 4 -type d -print0 2>/dev/null) | (cd var && xargs -0 mkdir -p) ;;
    usr) mkdir usr; for part in /usr/*; do mkdir ".$part"; case "$part" in /usr/local | /usr/bin) ;; *) mount --rbind ".machine$part" ".$part" ;; esac; done
      (cd /usr/bin && printf '/.machine/usr/bin/%s\\0' *) | xargs -0 ln -s -t usr/bin
      # Who is root outside is nobody in here, and keepalived runs no script by a shell of somebody else's.
      for shell in dash bash; do [ -e "/usr/bin/$shell" ] && rm "usr/bin/$shell" && cp "/usr/bin/$shell" usr/bin; done
      for part in /usr/local/*; do mkdir -p ".$part"; for each in "$part"/*; do [ -e "$each" ] && ln -s "/.machine$each" ".$each"; done; done ;;
    run | tmp | root | home | mnt | media) mkdir "$name" ;;
    *) if [ -h "$path" ]; then cp -P "$path" "$name"; elif [ -d "$path" ]; then mkdir "$name"; for each in "$path"/*; do [ -e "$each" ] && ln -s "/.machine$each" ".$each"; done; fi ;;
  esac
done
[ -h var/run ] || ln -sfn /run var/run 2>/dev/null || :
`;

const outside = (isRoot: boolean): string => `
set -eu
mount -t tmpfs -o mode=755 infc-world /sys
cd /sys
${isRoot ? overlay : fresh}
inside=$1
shift
for program; do
  if [ -e ".$program" ] || [ -h ".$program" ]; then continue; fi
  mkdir -p ".\${program%/*}"
  : >".$program"
  mount --bind "$program" ".$program"
done
# In a container the kernel may refuse new ones to who is not root.
mount -t proc proc proc 2>/dev/null || mount --rbind /proc proc
mount -t sysfs sysfs sys 2>/dev/null || :
# Devices without the log and the terminals of this machine.
mount -t tmpfs -o mode=755 infc-world dev
for device in null zero full random urandom tty net/tun; do
  if [ -e "/dev/$device" ]; then case "$device" in */*) mkdir -p "dev/\${device%/*}" ;; esac; : >"dev/$device"; mount --bind "/dev/$device" "dev/$device"; fi
done
mkdir -m 1777 dev/shm
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
exec env -i PATH="$PATH" HOME=/root LC_ALL=C.UTF-8 TZ=UTC chroot . /bin/sh -c "$inside"
`;

const prelude = `
set -eu
tar -x -p -f - --no-same-owner -C /`;

// The first process of a machine: it takes in what its daemons leave behind.
const standing = `
echo ready
while :; do
  sleep 3600 &
  wait $! || :
done`;

const runs = `
run() {
  status=0
  (cd "$1" && shift && exec "$@") >/.infc-out 2>/.infc-err </dev/null || status=$?
  set -- $(stat -c %s /.infc-out /.infc-err)
  echo "$status $1 $2"
  cat /.infc-out /.infc-err
}`;

/** One certificate with its key serves wherever a daemon wants either or both. It secures nothing and ends with the world. */
function certificateLines(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=infc.invalid -addext subjectAltName=DNS:infc.invalid -keyout /.infc-key -out /.infc-certificate";
  return [
    `${made} 2>/.infc-err || { cat /.infc-err >&2; exit 1; }`,
    "cat /.infc-certificate /.infc-key >/.infc-pem",
    ...[...new Set(paths)].map((path) => (path.endsWith("/") ? `${path}certificate.pem` : path)).map((path) => `[ -e ${quoteShell(path)} ] || { mkdir -p ${quoteShell(path.slice(0, path.lastIndexOf("/")) || "/")}; cp /.infc-pem ${quoteShell(path)}; }`),
  ];
}

function networkLines({ interfaces = [], nonlocalBind = false }: World): readonly string[] {
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
    `printf %s ${quoteShell(`${batch.join("\n")}\n`)} | ip -batch -`,
    ...(nonlocalBind ? ["for family in ipv4 ipv6; do echo 1 >/proc/sys/net/$family/ip_nonlocal_bind; done"] : []),
  ];
}

/** Who is root of this world alone may set its name only by the system call. */
function nameLines({ name }: World): readonly string[] {
  return name === undefined ? [] : [`{ echo ${quoteShell(name)} >/proc/sys/kernel/hostname; } 2>/dev/null || hostname ${quoteShell(name)}`];
}

/** Without root one user can be had, and files can be given to it alone: so all users are that one. */
function userLines(users: readonly string[], isRoot: boolean): readonly string[] {
  const given = isRoot ? [] : ["sed -i -E 's/^([^:]*:[^:]*):[0-9]+:[0-9]+:/\\1:0:0:/' /etc/passwd", "sed -i -E 's/^([^:]*:[^:]*):[0-9]+:/\\1:0:/' /etc/group"];
  const added = users.flatMap((user, index) => {
    const id = isRoot ? 61_000 + index : 0;
    return [
      `grep -q ${quoteShell(`^${user}:`)} /etc/group || echo ${quoteShell(`${user}:x:${id}:`)} >>/etc/group`,
      `grep -q ${quoteShell(`^${user}:`)} /etc/passwd || echo ${quoteShell(`${user}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin`)} >>/etc/passwd`,
    ];
  });
  return [...given, ...added];
}

function runLine({ argv, cwd = "/", timeout = 30 }: Command): string {
  return ["run", cwd, "timeout", "-k", "1", String(timeout), ...argv].map((word, index) => (index === 0 ? word : quoteShell(word))).join(" ");
}
