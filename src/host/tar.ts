export interface TarEntry {
  /** Absolute; lies in the archive without its first slash. */
  readonly path: string;
  readonly content: string | Buffer;
  /** 0o644 unless told. */
  readonly mode?: number;
}

const block = 512;

/** A tar archive of plain files (POSIX ustar; a GNU long-name record where a path has more than 100 bytes). */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const { path, content, mode = 0o644 } of entries) {
    const name = Buffer.from(path.replace(/^\/+/, ""));
    if (name.length > 100) parts.push(header(Buffer.from("././@LongLink"), name.length, 0o644, "L"), padded(name));
    const body = typeof content === "string" ? Buffer.from(content) : content;
    parts.push(header(name.subarray(0, 100), body.length, mode, "0"), padded(body));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((block - (body.length % block)) % block)]);
}

function header(name: Buffer, size: number, mode: number, type: string): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, at: number, digits: number): number => bytes.write(`${value.toString(8).padStart(digits, "0")}\0`, at, "latin1");
  name.copy(bytes);
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  // The checksum counts its own field as eight blanks.
  bytes.write("        ", 148, "latin1");
  bytes.write(type, 156, "latin1");
  bytes.write("ustar\x0000", 257, "latin1");
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return bytes;
}
