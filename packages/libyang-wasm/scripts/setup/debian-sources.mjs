// Upstream tarballs out of Debian's source packages: fetched once, checked by SHA-256, unpacked below the cache.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withArchive } from "./apt.mjs";
import { cachePath, writeAtomically } from "./cache.mjs";
import { run, SetupError } from "./run.mjs";

export const libyangSource = {
  package: "libyang",
  suite: "trixie",
  tarball: "libyang_3.12.2.orig.tar.xz",
  sha256: "d7b35a5f9f3a5b929b9c9ee0c2b1b63fbef7be788d88f74e1362b85990002db3",
};

export const pcre2Source = {
  package: "pcre2",
  suite: "bookworm",
  tarball: "pcre2_10.42.orig.tar.gz",
  sha256: "c33b418e3b936ee3153de2c61cc638e7e4fe3156022a5c77d0711bcbb9d64f1f",
};

/** Returns the folder of the unpacked source; a tarball that lies in the cache already needs no network. */
export async function ensureSource(source, log) {
  const folder = cachePath("sources", `${source.package}-${source.sha256.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const tarball = cachePath("sources", source.tarball);
  if (!existsSync(tarball)) await download(source, tarball, log);
  checkSum(source, tarball);
  await unpack(tarball, folder, log);
  return folder;
}

async function download(source, tarball, log) {
  log(`fetching the source package ${source.package} of ${source.suite}`);
  const folder = mkdtempSync(cachePath("sources", "download-"));
  try {
    await withArchive("deb-src", [source.suite], (aptGet) =>
      aptGet(["--download-only", "--only-source", "source", `${source.package}/${source.suite}`], folder),
    );
    const fetched = join(folder, source.tarball);
    if (!existsSync(fetched)) {
      throw new SetupError(
        `${source.suite} no longer ships ${source.tarball}: put that file into ${cachePath("sources")} by hand.`,
      );
    }
    writeAtomically(tarball, readFileSync(fetched));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkSum(source, tarball) {
  const sum = createHash("sha256").update(readFileSync(tarball)).digest("hex");
  if (sum === source.sha256) return;
  rmSync(tarball);
  throw new SetupError(`${source.tarball} has SHA-256 ${sum}, expected ${source.sha256}: removed, try again.`);
}

/** apt brings its own decompressors along, so that no xz has to be installed. */
const unpackScript = '/usr/lib/apt/apt-helper cat-file "$1" | tar -x --strip-components=1 -C "$2"';

async function unpack(tarball, folder, log) {
  log(`unpacking ${tarball}`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  await run("sh", ["-c", unpackScript, "sh", tarball, unfinished], { hint: "Install the packages tar and apt." });
  renameSync(unfinished, folder);
}
