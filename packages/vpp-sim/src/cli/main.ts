import { parseArgs } from "node:util";
import { parseFault } from "../faults.js";
import { startSimulator } from "../simulator.js";
import { ask } from "./ask.js";

/**
 * The command line. `vpp-sim --socket PATH` listens until it is ended; `vpp-sim show --socket PATH [TOPIC]` asks a
 * running one. Returns the exit code once a `show` is done or the arguments are wrong; the server goes on by itself.
 */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined || parsed.values.help) {
    process.stdout.write(USAGE);
    return parsed === undefined ? 2 : 0;
  }
  const { values, positionals } = parsed;
  const socketPath = values.socket ?? env.VPP_SIM_SOCKET;
  if (socketPath === undefined) {
    process.stderr.write("vpp-sim: --socket PATH is missing\n");
    return 2;
  }
  try {
    if (positionals[0] === "show") process.stdout.write(await ask(socketPath, positionals.slice(1).join(" ")));
    else await serve(socketPath, values, env);
    return 0;
  } catch (error) {
    process.stderr.write(`vpp-sim: ${(error as Error).message}\n`);
    return 1;
  }
}

const USAGE = `vpp-sim --socket PATH [options]        listen as VPP would
  --interface NAME     a network card that is there from the start (repeatable)
  --host-device NAME   a Linux device that af_packet may use (repeatable)
  --fault RULE         something that goes wrong (repeatable), for example refuse:ip_route_add_del#500=-7
  --seed N             other generated MAC addresses and message ids
vpp-sim show --socket PATH [TOPIC]     print the state of a running one
  TOPIC                version, interface, interface addr, memif, ip fib, ip6 fib, lb vips; all without one

VPP_SIM_SOCKET and VPP_SIM_FAULTS (rules apart by commas) stand for --socket and --fault.
SIGUSR2 prints the whole state.
`;

type Values = NonNullable<ReturnType<typeof parse>>["values"];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        socket: { type: "string" },
        interface: { type: "string", multiple: true },
        "host-device": { type: "string", multiple: true },
        fault: { type: "string", multiple: true },
        seed: { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch {
    return undefined;
  }
}

async function serve(socketPath: string, values: Values, env: NodeJS.ProcessEnv): Promise<void> {
  const rules = [...(env.VPP_SIM_FAULTS?.split(",") ?? []), ...(values.fault ?? [])];
  const simulator = await startSimulator({
    socketPath,
    faults: rules.filter((rule) => rule !== "").map(parseFault),
    journalLimit: 0,
    ...(values.interface && { hardwareInterfaces: values.interface }),
    ...(values["host-device"] && { hostDevices: values["host-device"] }),
    ...(values.seed && { seed: Number(values.seed) }),
  });
  process.stdout.write(`vpp-sim listens on ${socketPath}, pid ${simulator.pid}, counters in ${simulator.statsPath}\n`);
  process.on("SIGUSR2", () => process.stdout.write(simulator.show()));
  const end = () => void simulator.close();
  process.once("SIGINT", end).once("SIGTERM", end);
}
