/** file: URLs below one folder, which no path and no link leads out of. */

import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, readlink, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UrlError, type UrlScheme } from "./url-scheme.js";

export class FileUrls implements UrlScheme {
  /** @param folder it is what "/" is in a URL */
  constructor(
    readonly folder: string,
    readonly maxBytes: number,
  ) {}

  async read(url: URL): Promise<Uint8Array> {
    const path = await this.#placeOf(url);
    return failing(async () => {
      await using file = await openFile(path, constants.O_RDONLY);
      await this.#requireInside(file);
      const { size } = await file.stat();
      if (size > this.maxBytes) throw new UrlError(`The file is larger than ${this.maxBytes} bytes`, true);
      return file.readFile();
    });
  }

  /** The file is replaced as a whole, or not at all. */
  async write(url: URL, bytes: Uint8Array): Promise<void> {
    const path = await this.#placeOf(url);
    const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
    await failing(async () => {
      try {
        await using file = await openFile(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
        await this.#requireInside(file);
        await file.writeFile(bytes);
        await file.datasync();
        await rename(beside, path);
      } catch (failure) {
        await rm(beside, { force: true });
        throw failure;
      }
    });
  }

  async remove(url: URL): Promise<void> {
    const path = await this.#placeOf(url);
    await failing(() => rm(path));
  }

  /** The folder that the file is in has to be below ours when all links are followed. */
  async #placeOf(url: URL): Promise<string> {
    if (url.hostname !== "" && url.hostname !== "localhost") throw new UrlError("The file is on another host", true);
    const steps = pathOf(url).split("/").slice(1);
    if (steps.some((step) => step === "" || step === "." || step === ".." || step.includes("\0"))) {
      throw new UrlError("The path of the URL names no file", true);
    }
    const root = await failing(() => realpath(this.folder));
    const folder = await failing(() => realpath(join(root, ...steps.slice(0, -1))));
    if (folder !== root && !folder.startsWith(`${root}/`)) throw outside();
    return join(folder, steps.at(-1)!);
  }

  /** What was opened, in case somebody has put a link in the way meanwhile. */
  async #requireInside(file: FileHandle): Promise<void> {
    const root = await realpath(this.folder);
    const opened = await readlink(`/proc/self/fd/${file.fd}`);
    if (!opened.startsWith(`${root}/`)) throw outside();
    if (!(await file.stat()).isFile()) throw new UrlError("This is no ordinary file", true);
  }
}

/** A link in the last place is not followed; a pipe does not make us wait. */
function openFile(path: string, flags: number): Promise<FileHandle> {
  return open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
}

function pathOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    throw new UrlError("The path of the URL is not UTF-8", true);
  }
}

function outside(): UrlError {
  return new UrlError("The path leads out of the folder for configurations", true);
}

/** Says what failed without the path on this machine. */
async function failing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof UrlError) throw failure;
    const { code = "" } = failure as NodeJS.ErrnoException;
    throw new UrlError(code === "ENOENT" ? "There is no such file" : `The file cannot be used (${code})`, false);
  }
}
