import { spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";

/*
 * renameat2(2) with RENAME_EXCHANGE makes two folders change places in one step. Node has no function for it; perl and
 * python3 reach it, and nearly every Linux has one of them. Both read pairs of paths from standard input, each ended by NUL.
 */
const callNumbers: Readonly<Record<string, number>> = { x64: 316, arm64: 276, arm: 382, riscv64: 276, s390x: 347, ppc64: 357 };

function programs(): readonly (readonly [string, readonly string[]])[] {
  const number = callNumbers[process.arch];
  const perl = `$/="\\0"; chomp(@p=<STDIN>); while(@p){ my($a,$b)=splice(@p,0,2); syscall(${number},-100,$a,-100,$b,2)==0 or exit 1 }`;
  const python = [
    "import ctypes,sys",
    "p=sys.stdin.buffer.read().split(b'\\0')[:-1]",
    "f=ctypes.CDLL(None).renameat2",
    "sys.exit(any(f(-100,p[i],-100,p[i+1],2) for i in range(0,len(p),2)))",
  ].join(";");
  return [...(number === undefined ? [] : [["perl", ["-e", perl]] as const]), ["python3", ["-S", "-E", "-c", python]] as const];
}

/**
 * Makes each two paths of one file system change places, each pair in one step, one pair after the other until one cannot. False when the first
 * could not: then nothing has changed.
 */
export function exchange(first: readonly [string, string], others: readonly (readonly [string, string])[] = []): boolean {
  if (process.platform !== "linux") return false;
  const input = [first, ...others].flat().map((path) => `${path}\0`).join("");
  const [, place] = first;
  const before = lstatSync(place).ino;
  for (const [program, args] of programs()) {
    spawnSync(program, args, { input, stdio: ["pipe", "ignore", "ignore"] });
    // The file system knows better than a status what has happened.
    if (lstatSync(place).ino !== before) return true;
  }
  return false;
}
