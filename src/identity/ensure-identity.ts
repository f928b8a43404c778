/**
 * Keys and certificates of an installation: made at the first start into the certificates folder, read at every start.
 * Nothing that is there is ever overwritten.
 */

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";
import { SEALING_KEY_BYTES } from "../secrets/seal.js";
import { makeCertificates } from "./certificates.js";
import { checkIdentity } from "./check-identity.js";
import { IdentityError } from "./identity-error.js";

export interface Identity {
  readonly tls: { readonly ca: string; readonly certificate: string; readonly key: string };
  readonly sshHostKeys: readonly Buffer[];
  /** 32 bytes with which secrets of the configuration are sealed. */
  readonly sealingKey: Uint8Array;
  /** OpenSSH public key lines of a user: `<user>.pub`, `<user>_<anything>.pub` in the folder. Read anew for each login. */
  readonly authorizedKeys: (user: string) => readonly string[];
}

const tlsFiles = ["ca.crt", "ca.key", "server.crt", "server.key", "admin.crt", "admin.key"] as const;
const HOST_KEY = "ssh_host_ed25519_key";
const ADMIN_KEY = "admin_ed25519";
/** 32 random bytes in base64. Without it no secret of the configuration can be opened any more. */
const SEALING_KEY = "secrets.key";
/** Complete new files that wait for their place. */
const MADE = ".made";
const PRIVATE = 0o600;
const PUBLIC = 0o644;

/**
 * Throws IdentityError when a file is missing, cannot be read, or holds something else.
 * @param addresses what the server certificate is to name beside localhost; used when it is made
 */
export async function ensureIdentity(folder: string, addresses: readonly string[]): Promise<Identity> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  finishPlacing(folder);
  const files = {
    ...(await missingTlsFiles(folder, addresses)),
    ...missingSshKeys(folder),
    ...missingSealingKey(folder),
  };
  if (Object.keys(files).length > 0) placeTogether(folder, files);
  const read = (name: string) => readFile(folder, name);
  const tls = {
    ca: read("ca.crt").toString(),
    certificate: read("server.crt").toString(),
    key: read("server.key").toString(),
  };
  const hostKey = read(HOST_KEY);
  checkIdentity(folder, { tls, hostKey: [HOST_KEY, hostKey] });
  const sealingKey = readSealingKey(folder);
  return { tls, sshHostKeys: [hostKey], sealingKey, authorizedKeys: (user) => authorizedKeys(folder, user) };
}

type Files = Readonly<Record<string, string>>;

/** All of them are made together or none: a certificate without its authority is of no use. */
async function missingTlsFiles(folder: string, addresses: readonly string[]): Promise<Files> {
  const missing = tlsFiles.filter((name) => !existsSync(join(folder, name)));
  // An operator's own server certificate needs neither our authority's key nor a certificate for admin.
  const needed = missing.filter((name) => name === "ca.crt" || name.startsWith("server."));
  if (needed.length === 0) return {};
  if (missing.length === tlsFiles.length) return { ...(await makeCertificates(addresses)) };
  throw new IdentityError(
    `${folder} lacks ${needed.join(", ")}: put the missing files there, or remove ${tlsFiles.join(", ")} to have all made anew`,
  );
}

function missingSshKeys(folder: string): Files {
  const pairs = [
    [HOST_KEY, "sweetcomb host key"],
    [ADMIN_KEY, "admin"],
  ] as const;
  return Object.fromEntries(
    pairs
      .filter(([name]) => !existsSync(join(folder, name)))
      .flatMap(([name, comment]) => {
        const keys = newSshKey(comment);
        return [
          [name, keys.private],
          [`${name}.pub`, keys.public],
        ];
      }),
  );
}

function missingSealingKey(folder: string): Files {
  if (existsSync(join(folder, SEALING_KEY))) return {};
  return { [SEALING_KEY]: randomBytes(SEALING_KEY_BYTES).toString("base64") };
}

function readSealingKey(folder: string): Uint8Array {
  const text = readFile(folder, SEALING_KEY).toString().trim();
  const key = Buffer.from(text, "base64");
  if (key.length === SEALING_KEY_BYTES && key.toString("base64") === text) return new Uint8Array(key);
  const path = join(folder, SEALING_KEY);
  throw new IdentityError(`${path} does not hold ${SEALING_KEY_BYTES} bytes in base64: put the right file there`);
}

/** The library writes one key in some hundred in a form that it cannot read itself: such a key is thrown away. */
function newSshKey(comment: string): { readonly private: string; readonly public: string } {
  for (;;) {
    const keys = ssh2.utils.generateKeyPairSync("ed25519", { comment });
    if (!(ssh2.utils.parseKey(keys.private) instanceof Error)) return keys;
  }
}

/** A start that is killed half-way leaves either nothing or a whole folder of files to place at the next start. */
function placeTogether(folder: string, files: Files): void {
  const unfinished = join(folder, `.making-${process.pid}`);
  mkdirSync(unfinished, { mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    const mode = name.endsWith(".crt") || name.endsWith(".pub") ? PUBLIC : PRIVATE;
    writeFileSync(join(unfinished, name), text.endsWith("\n") ? text : `${text}\n`, { mode });
  }
  renameSync(unfinished, join(folder, MADE));
  finishPlacing(folder);
}

function finishPlacing(folder: string): void {
  const made = join(folder, MADE);
  if (!existsSync(made)) return;
  for (const name of readdirSync(made)) renameSync(join(made, name), join(folder, name));
  rmdirSync(made);
}

function readFile(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    throw new IdentityError(`cannot read ${join(folder, name)}: ${(cause as Error).message}`, { cause });
  }
}

function authorizedKeys(folder: string, user: string): readonly string[] {
  if (!/^[\w.-]+$/.test(user)) return [];
  const files = readdirSync(folder).filter(
    (name) => name === `${user}.pub` || (name.startsWith(`${user}_`) && name.endsWith(".pub")),
  );
  return files
    .filter((name) => !name.startsWith("ssh_host_"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
}
