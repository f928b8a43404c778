// Child processes, with errors that name the program which is missing or what it said.
import { execFile } from "node:child_process";

/** A step of the set-up that cannot be done here; the message says what is missing and how to provide it. */
export class SetupError extends Error {
  name = "SetupError";
}

/**
 * Runs a program and returns its standard output.
 * @param hint what to install when the program is not there
 * @param showWarnings passes on what a successful run wrote to its standard error
 */
export function run(program, args, { cwd, hint, showWarnings = false } = {}) {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd, maxBuffer: 64 << 20, env: { ...process.env, LC_ALL: "C" } },
      (error, stdout, stderr) => {
        if (!error) {
          if (showWarnings) process.stderr.write(stderr);
          return resolve(stdout);
        }
        if (error.code === "ENOENT") return reject(new SetupError(`${program} was not found. ${hint ?? ""}`.trim()));
        const said = (stderr || stdout || error.message).trim().split("\n").slice(-30).join("\n");
        reject(new SetupError(`${program} ${args.at(0)} failed:\n${said}`));
      },
    );
  });
}
