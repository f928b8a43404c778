// Debian's archive read through apt-get with lists of our own: no root, nothing below /etc/apt is touched.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { run, SetupError } from "./run.mjs";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const aptHint =
  "Sources and YANG modules come from Debian packages: Debian (or a container of it) with apt is needed for the set-up.";

/**
 * Opens a private view of the archive and hands it to `work`; what apt-get stored on disk is removed afterwards.
 * @param kind "deb" (binary packages) or "deb-src" (source packages)
 * @param suites e.g. ["bookworm", "trixie"]
 * @param work gets `aptGet(args, cwd)`
 */
export async function withArchive(kind, suites, work) {
  const folder = mkdtempSync(join(tmpdir(), "libyang-wasm-apt-"));
  try {
    for (const part of ["lists/partial", "cache/archives/partial", "parts"])
      mkdirSync(join(folder, part), { recursive: true });
    const options = privateOptions(folder);
    const base = await archiveAddress(folder);
    const lines = suites.map((suite) => `${kind} [signed-by=${keyring}] ${base} ${suite} main\n`);
    writeFileSync(join(folder, "sources.list"), lines.join(""));
    const aptGet = (args, cwd) => run("apt-get", [...args, ...options], { cwd, hint: aptHint });
    await aptGet(["update"], folder).catch((error) => {
      throw new SetupError(
        `The Debian archive could not be read (network, proxy, or no suite ${suites.join(", ")} there).\n${error.message}`,
      );
    });
    return await work(aptGet);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function privateOptions(folder) {
  const settings = {
    "Dir::Etc::sourcelist": join(folder, "sources.list"),
    "Dir::Etc::sourceparts": join(folder, "parts"),
    "Dir::State::lists": join(folder, "lists"),
    "Dir::State::status": "/dev/null",
    "Dir::Cache": join(folder, "cache"),
    "Acquire::Languages": "none",
    "APT::Sandbox::User": userInfo().username,
    // update succeeds by default even when an index could not be fetched
    "APT::Update::Error-Mode": "any",
  };
  return ["-q", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

/** The mirror that this machine's own apt configuration names. */
async function archiveAddress(folder) {
  if (!existsSync(keyring)) throw new SetupError(`${keyring} is missing: install the package debian-archive-keyring.`);
  const uris = await run("apt-get", ["-o", `Dir::State::lists=${join(folder, "lists")}`, "update", "--print-uris"], {
    hint: aptHint,
  });
  const addresses = [...uris.matchAll(/^'([^']+\/)dists\/[^']+\/(?:In)?Release'/gm)].map((match) => match[1]);
  const debian = addresses.find((address) => /\/debian\/$/.test(address));
  const address = debian ?? addresses.find((other) => !/-security\/$/.test(other));
  if (!address) {
    throw new SetupError(
      "apt-get has no deb sources configured: add a line with a Debian mirror to /etc/apt/sources.list.",
    );
  }
  return address;
}
