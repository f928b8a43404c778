/**
 * The file of the audit log: JSON lines, only ever appended to. When it is full it becomes audit.log.1, that audit.log.2, and so on.
 * Lines are written behind the reply that they tell of and synced once a second; the server's journal has what a crash takes along.
 */

import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type { Logger } from "pino";

const SYNC_EVERY_MS = 1000;
/** How much of the end of the file is read at the start. */
const TAIL_BYTES = 8 * 1024 * 1024;

export interface AuditFileOptions {
  readonly path: string;
  /** A file that is larger gives way to a new one. */
  readonly maxBytes: number;
  /** Full files that are kept beside the one that is written. */
  readonly keepFiles: number;
  readonly log: Logger;
}

export class AuditFile {
  #waiting: string[] = [];
  #writing: Promise<void> | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly options: AuditFileOptions,
    private file: FileHandle,
    private size: number,
    /** Whole lines from the end of what was there at the start. */
    readonly tail: readonly string[],
  ) {}

  /** Opens the file or makes it, for its owner alone. Rejects with the error of the file system. */
  static async open(options: AuditFileOptions): Promise<AuditFile> {
    const file = await openLog(options.path);
    const { size } = await file.stat();
    const { text, lines } = await readTail(file, size);
    // A crash may have left half a line: what follows begins a new one.
    if (text !== "" && !text.endsWith("\n")) await file.appendFile("\n");
    return new AuditFile(options, file, size, lines);
  }

  /** Takes a line (without its end). What cannot be written is logged and dropped: the change has happened already. */
  append(line: string): void {
    this.#waiting.push(`${line}\n`);
    this.#writing ??= this.#write();
  }

  /** Resolves when everything is on the disk and the file is closed. */
  async close(): Promise<void> {
    await this.#writing;
    clearTimeout(this.#syncTimer);
    await this.file.datasync().catch(() => undefined);
    await this.file.close();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const text = this.#waiting.splice(0).join("");
        await this.file.appendFile(text);
        this.size += Buffer.byteLength(text);
        if (this.size >= this.options.maxBytes) await this.#rotate();
      }
      this.#syncTimer ??= setTimeout(() => this.#sync(), SYNC_EVERY_MS).unref();
    } catch (failure) {
      this.options.log.error({ err: failure }, "the audit log cannot be written");
    } finally {
      this.#writing = this.#waiting.length > 0 ? this.#write() : undefined;
    }
  }

  #sync(): void {
    this.#syncTimer = undefined;
    this.file.datasync().catch((failure) => {
      this.options.log.error({ err: failure }, "the audit log cannot be synced");
    });
  }

  async #rotate(): Promise<void> {
    const { path, keepFiles } = this.options;
    await this.file.datasync();
    await this.file.close();
    await rm(`${path}.${keepFiles}`, { force: true });
    for (let number = keepFiles - 1; number >= 1; number--)
      await renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    if (keepFiles > 0) await rename(path, `${path}.1`);
    else await rm(path);
    this.file = await openLog(path);
    this.size = 0;
  }
}

async function openLog(path: string): Promise<FileHandle> {
  const file = await open(path, "a+", 0o600);
  await file.chmod(0o600);
  return file;
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "ENOENT") throw failure;
  }
}

async function readTail(file: FileHandle, size: number): Promise<{ text: string; lines: readonly string[] }> {
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString("utf8");
  const lines = text.split("\n");
  // The first line may have lost its beginning.
  return { text, lines: (length < size ? lines.slice(1) : lines).filter((line) => line !== "") };
}
