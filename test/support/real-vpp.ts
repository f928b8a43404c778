/** A VPP that a command starts in the foreground, to be killed, stopped and started again. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connectVpp } from "vpp-binapi-ts";

/** Between attempts to reach its socket. */
const PAUSE_MS = 20;

export class RealVpp {
  readonly #command: string;
  readonly #socketPath: string;
  #process: ChildProcess | undefined;

  /**
   * @param command program and words, such as "vpp -c startup.conf"
   * @param socketPath of the API socket that it makes
   */
  constructor(command: string, socketPath: string) {
    this.#command = command;
    this.#socketPath = socketPath;
  }

  /** Resolves when it answers; rejects when its process ends before. */
  async start(): Promise<void> {
    rmSync(this.#socketPath, { force: true });
    const [program = "", ...words] = this.#command.split(" ");
    const started = spawn(program, words, { stdio: "ignore" });
    this.#process = started;
    while (!(await this.#answers())) {
      if (hasEnded(started)) throw new Error(`VPP ended with ${started.exitCode} before it answered`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#process?.kill(name);
  }

  async kill(): Promise<void> {
    const ended = this.#process;
    this.#process = undefined;
    if (ended === undefined || hasEnded(ended)) return;
    ended.kill("SIGKILL");
    await once(ended, "exit");
  }

  async #answers(): Promise<boolean> {
    try {
      const client = await connectVpp({ socketPath: this.#socketPath, name: "waiting" });
      client.close();
      return true;
    } catch {
      return false;
    }
  }
}

/** By itself or by a signal. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
