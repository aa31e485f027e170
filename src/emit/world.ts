/** One machine as a daemon would see it, as data. Everything is optional: the empty world is this machine without a network. */
export interface World {
  /** The machine's host name. */
  readonly name?: string;
  /** Network interfaces with their addresses (`192.168.0.11/24`). `lo` is always there and up. */
  readonly interfaces?: readonly Interface[];
  /** What names resolve to; no other name but `localhost` resolves. */
  readonly hosts?: readonly HostEntry[];
  /** Files at their absolute paths; they hide this machine's. Of two at one path the later counts. */
  readonly files?: readonly WorldFile[];
  /** Absolute paths at which a throw-away certificate with its key is to lie; a path that ends in `/` is a folder of them. */
  readonly certificates?: readonly string[];
  /** Users that must exist, each with a group of the same name. */
  readonly users?: readonly string[];
  /** Lets daemons listen on addresses that no interface has (`net.ipv4.ip_nonlocal_bind`). */
  readonly nonlocalBind?: boolean;
  /** Absolute paths of programs of this machine that must be there even when they lie on another file system than `/`. */
  readonly programs?: readonly string[];
}

export interface Interface {
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface HostEntry {
  readonly address: string;
  readonly names: readonly string[];
}

export interface WorldFile {
  /** Absolute. */
  readonly path: string;
  /** What is in it, or the file of this machine that is copied. */
  readonly content: string | { readonly copyOf: string };
  /** 0o644 unless told. */
  readonly mode?: number;
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** `/` unless told. */
  readonly cwd?: string;
  /** In seconds; then the program is ended and its status is 124. 30 unless told. */
  readonly timeout?: number;
}

/** What a program said. A status above 128 is a signal, 124 the timeout, 127 a program that is not there. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Adds the lists of `more` to those of `world`; of two single values `more`'s counts. */
export function mergeWorlds(world: World, more: World): World {
  const join = <Item>(a: readonly Item[] = [], b: readonly Item[] = []): readonly Item[] => [...a, ...b];
  return {
    ...world,
    ...more,
    interfaces: join(world.interfaces, more.interfaces),
    hosts: join(world.hosts, more.hosts),
    files: join<WorldFile>(world.files, more.files),
    certificates: join(world.certificates, more.certificates),
    users: join(world.users, more.users),
    programs: join(world.programs, more.programs),
  };
}
