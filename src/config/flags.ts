/** The flags of the command line, and with them the variables: one table, for reading them and for telling of them. */

export interface Flag {
  /** Without the dashes in front. */
  readonly name: string;
  /** What it sets; a dot leads into an object of the file ("log.level"). */
  readonly key: string;
  /** A list is given by repeating the flag. */
  readonly kind: "text" | "number" | "list";
  /** What is to be put in its place, for the usage. */
  readonly placeholder: string;
  /** What it is, in a line. */
  readonly help: string;
}

export const flags: readonly Flag[] = [
  flag("state-dir", "stateDir", "text", "FOLDER", "journal, snapshot and the simulator's socket"),
  flag("certs-dir", "certsDir", "text", "FOLDER", "keys and certificates; what is missing is made"),
  flag("listen", "listen", "text", "ADDRESS", "address of both protocols; 0.0.0.0 or :: for all"),
  flag("netconf-port", "netconfPort", "number", "PORT", "NETCONF over SSH; 0 takes a free port"),
  flag("netconf-tls-port", "netconfTlsPort", "number", "PORT", "NETCONF over TLS; 0 takes a free port"),
  flag("restconf-port", "restconfPort", "number", "PORT", "RESTCONF; 0 takes a free port"),
  flag("health-port", "healthPort", "number", "PORT", "health and metrics, on 127.0.0.1 only; 0 takes a free port"),
  flag("vpp-socket", "vppSocket", "text", "PATH|sim|auto", "VPP's API socket, the simulator, or whichever is there"),
  flag("when-vpp-is-away", "whenVppIsAway", "text", "refuse|accept", "what becomes of commits while VPP is away"),
  flag("yang-dir", "yangDirs", "list", "FOLDER", "YANG modules that are searched before ours; may be repeated"),
  flag("implement", "implement", "list", "MODULE[:FEATURE,...]", "module to implement beside ours; may be repeated"),
  flag(
    "kubeconfig",
    "kubernetes.kubeconfig",
    "text",
    "FILE",
    "follow the cluster of Kubernetes that the file leads to",
  ),
  flag("node-name", "kubernetes.nodeName", "text", "NAME", "name of this node in the cluster"),
  flag("log-level", "log.level", "text", "LEVEL", "fatal, error, warn, info, debug, trace or silent"),
];

/** The flag, and the variable, that names the configuration file. */
export const FILE_FLAG = "config";

/** The variable that does what a flag does. */
export function variableOf(flagName: string): string {
  return `SWEETCOMB_${flagName.toUpperCase().replaceAll("-", "_")}`;
}

function flag(name: string, key: string, kind: Flag["kind"], placeholder: string, help: string): Flag {
  return { name, key, kind, placeholder, help };
}
