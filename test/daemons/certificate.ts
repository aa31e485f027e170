import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../tools/machine.js";

/**
 * A self-signed certificate and its key in one PEM text, which serves wherever a daemon wants either or both.
 * Made once and kept in the cache folder; it secures nothing.
 */
export function cacheCertificate(): string {
  const cached = join(cacheFolder, "certificate.pem");
  if (!existsSync(cached)) {
    mkdirSync(cacheFolder, { recursive: true });
    const work = mkdtempSync(join(cacheFolder, "certificate-"));
    const [key, certificate, both] = [join(work, "key"), join(work, "certificate"), join(work, "both")];
    const options = ["-newkey", "rsa:2048", "-nodes", "-days", "7300", "-subj", "/CN=infc.invalid", "-addext", "subjectAltName=DNS:infc.invalid"];
    execFileSync("openssl", ["req", "-x509", ...options, "-keyout", key, "-out", certificate], { stdio: ["ignore", "ignore", "pipe"] });
    writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
    // Renamed into place, so that another worker never reads half of it.
    renameSync(both, cached);
    rmSync(work, { recursive: true });
  }
  return readFileSync(cached, "utf8");
}
