/**
 * The content of dynamic datastores whose source is slow to come back, in files: a server that starts again goes on with what was
 * there, instead of taking it from VPP until the source has spoken. It is not the truth, the source is: what is lost in a
 * crash does no harm.
 */

import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Datastores } from "../datastores.js";
import type { DynamicName } from "../engine/protocol.js";
import { fillDynamic } from "./commit-dynamic.js";
import { dynamicDatastores } from "./names.js";

/** How long after a change the content is written. */
const DELAY_MS = 1000;
/** The writing takes at most this share of the time, one in so many, however large the content is. */
const REST_FACTOR = 10;

export interface KeptContent {
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** Fills the datastores from their files, and keeps the files up to date from then on. */
export async function keepContent(datastores: Datastores, folder: string): Promise<KeptContent> {
  const kept = dynamicDatastores.filter(({ isKept }) => isKept).map(({ name }) => name);
  const writers = new Map<DynamicName, ContentWriter>();
  for (const name of kept) {
    const file = join(folder, `${name.replace(":", ".")}.json`);
    await restore(datastores, name, file);
    writers.set(name, new ContentWriter(datastores, name, file));
  }
  datastores.dynamic.onChanged.push((name) => writers.get(name)?.changed());
  return {
    close: async () => {
      for (const writer of writers.values()) await writer.close();
    },
  };
}

/** What cannot be used is told, and the datastore stays empty until its source has filled it. */
async function restore(datastores: Datastores, name: DynamicName, file: string): Promise<void> {
  try {
    const bytes = await readFile(file);
    const content = { kind: "body", format: "json", bytes, parent: "" } as const;
    await datastores.queue.run(() => fillDynamic(datastores, name, { kind: "replace-all", content }));
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === "ENOENT") return;
    datastores.log.error({ err: failure, datastore: name, file }, "the content of before cannot be used");
  }
}

class ContentWriter {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #restUntilMs = 0;

  constructor(
    readonly datastores: Datastores,
    readonly name: DynamicName,
    readonly file: string,
  ) {}

  changed(): void {
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(DELAY_MS, this.#restUntilMs - this.datastores.clock());
    this.#timer = setTimeout(() => this.#write(), waitMs).unref();
  }

  async close(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#write();
    }
    await this.#writing;
  }

  #write(): void {
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeNow());
  }

  async #writeNow(): Promise<void> {
    const { engine, clock, log } = this.datastores;
    const startedAtMs = clock();
    try {
      await replaceFile(this.file, await engine.dynamicDocument(this.name));
    } catch (failure) {
      log.error({ err: failure, file: this.file }, "the content of a dynamic datastore cannot be written");
    }
    this.#restUntilMs = clock() + REST_FACTOR * (clock() - startedAtMs);
  }
}

/** The file is the old one or the new one, and nothing between. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
