/** What an operator can set, with the defaults. One place: the schema below validates the file, the flags and the variables alike. */

export interface Configuration {
  /** Journal, snapshots and records. Default "./state". */
  readonly stateDir: string;
  /** Keys and certificates, made at the first start. Default "./certs". */
  readonly certsDir: string;
  /** Address that both protocols listen on. Default "127.0.0.1". */
  readonly listen: string;
  readonly netconfPort: number;
  /** NETCONF over TLS. 0 takes a free port; null switches it off. */
  readonly netconfTlsPort: number | null;
  readonly restconfPort: number;
  /** Health and metrics, on the loopback address only. 0 takes a free port; null switches it off. */
  readonly healthPort: number | null;
  /** Path of VPP's API socket, "sim" for the simulator, or "auto": /run/vpp/api.sock where it is, else the simulator. */
  readonly vppSocket: string;
  /** "refuse" answers a commit with resource-denied while VPP is away; "accept" applies it at its return. */
  readonly whenVppIsAway: "refuse" | "accept";
  /** Folders with YANG modules of the user, searched before ours. */
  readonly yangDirs: readonly string[];
  /** Modules from those folders to implement beside ours: "name", "name@revision" or "name:feature,feature". */
  readonly implement: readonly string[];
  readonly engine: { readonly memoryLimitMb: number };
  readonly persistence: {
    /** A snapshot is written when this many entries have come since the last one. */
    readonly snapshotEvery: number;
    /** Revisions kept for rollback behind the snapshot. */
    readonly keepRevisions: number;
  };
  /** Events kept for clients that ask for the past (replay). */
  readonly events: { readonly keep: number };
  readonly audit: {
    /** Records of the audit log kept in memory, for reading over the protocols. */
    readonly keep: number;
    /** A file of this size gives way to a new one. */
    readonly maxFileBytes: number;
    /** Full files kept. */
    readonly keepFiles: number;
  };
  readonly accessControl: {
    /** A user whose sessions NACM lets do all (RFC 8341 3.1, "recovery session"). Default none. */
    readonly recoveryUser: string | null;
  };
  /** Wrong passwords that are let pass in a window of time; what is beyond is refused unseen. */
  readonly authentication: {
    readonly maxFailuresPerUser: number;
    readonly maxFailuresPerAddress: number;
    readonly windowS: number;
  };
  readonly netconf: {
    readonly maxSessions: number;
    readonly maxMessageBytes: number;
    readonly helloTimeoutS: number;
    /** A session without a request or a subscription is ended; 0 is never. */
    readonly idleTimeoutS: number;
    readonly maxAuthenticationAttempts: number;
    /** Per address; 0 is without limit. */
    readonly connectionsPerSecond: number;
    readonly callHome: readonly CallHome[];
    /** NETCONF for programs of this machine, without SSH or TLS: whoever may write to the socket's file is the user. */
    readonly localSocket: {
      /** Default null: there is none. */
      readonly path: string | null;
      readonly user: string;
      /** Permissions of the file, in octal digits: of the server's user alone, or of the group of its folder or process, too. */
      readonly mode: "600" | "660";
    };
    /** Configuration at URLs (RFC 6241 8.8). Default: none. */
    readonly url: {
      /** Folder whose files are file:///name. Default none. */
      readonly folder: string | null;
      /** Hosts that are asked by https, with their port where it is not 443. */
      readonly hosts: readonly string[];
      /** PEM file of the authorities that certify those hosts. Default: those of Node. */
      readonly caFile: string | null;
      readonly maxBytes: number;
      readonly timeoutS: number;
    };
  };
  readonly restconf: {
    /** At the same time, from all clients. */
    readonly maxConnections: number;
    readonly maxBodyBytes: number;
    /** Whether users of ietf-system may log in with a password (HTTP basic). */
    readonly basicAuthentication: boolean;
    /** Origins whose pages may use the API from a browser (CORS), as browsers write them. Default: none. */
    readonly allowedOrigins: readonly string[];
    /** Whether long answers are compressed for clients that ask for it. */
    readonly gzip: boolean;
    /** Per address; 0 is without limit. */
    readonly connectionsPerSecond: number;
    readonly callHome: readonly CallHome[];
  };
  /** The controller that follows a cluster of Kubernetes. */
  readonly kubernetes: KubernetesConfiguration;
  /** Silence before a keep-alive of TCP, and of SSH, in seconds; 0 is without. */
  readonly keepaliveS: number;
  /** How the certificates of clients become users (RFC 7407). Default: by their common name. */
  readonly certToName: readonly CertToNameSetting[];
  /** Files with revocation lists of the authority in ca.crt, in DER or PEM. Read again when they have changed. */
  readonly revocationLists: readonly string[];
  readonly log: { readonly level: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent" };
}

export interface KubernetesConfiguration {
  readonly enabled: boolean;
  /** File that says how to reach the API server. Default null: the service account of the pod that the server runs in. */
  readonly kubeconfig: string | null;
  /** Name of this node in the cluster. Default null: the name of the machine. */
  readonly nodeName: string | null;
  /** What translates addresses of services. */
  readonly dataPlane: "cnat" | "nat44-ed";
  /** With nat44-ed, the source of clients whose own one would not do: an address of this node for nothing else. Default null: none. */
  readonly twiceNatAddress: string | null;
  /** Names of the interfaces to the rest of the cluster, where nat44-ed has policies limit what pods send. */
  readonly uplinks: readonly string[];
  /** Addresses of pods anywhere in the cluster. Default none: what the nodes' specifications say. */
  readonly podPrefixes: readonly string[];
  /** What becomes of policies for ports of SCTP. */
  readonly sctpPorts: "deny" | "widen";
  /** Whether the ports on which load balancers ask for local endpoints are served. */
  readonly healthChecks: boolean;
  readonly pods: {
    /** Whether annotations of pods say how they are attached. */
    readonly annotations: boolean;
    /** Names of pods' interfaces, with {namespace}, {name} and {uid}. Default null: annotations alone. */
    readonly interfaceName: string | null;
    /** What interfaces that annotations name have to begin with. */
    readonly interfacePrefix: string;
    /** Folder below which the sockets of pods are. */
    readonly socketFolder: string;
  };
  readonly loadBalancer: {
    /** What services of type LoadBalancer get: prefixes, addresses and ranges. Default none: others give them theirs. */
    readonly addresses: readonly string[];
    /** The class of services that get them. Default null: those without a class. */
    readonly class: string | null;
    /** Namespace of the Lease that says which of several controllers gives them. */
    readonly leaseNamespace: string;
  };
}

/** A client that is called (RFC 8071). Its endpoints are tried in order. */
export interface CallHome {
  readonly name: string;
  readonly endpoints: readonly {
    readonly address: string;
    /** Default IANA's: 4334 for SSH, 4335 for TLS, 4336 for RESTCONF. */
    readonly port?: number;
    /** Of NETCONF. Default "ssh". */
    readonly transport?: "ssh" | "tls";
  }[];
  /** Without it the connection is persistent. */
  readonly periodic?: { readonly periodS: number; readonly idleTimeoutS: number };
  readonly startWith: "first-listed" | "last-connected" | "random-selection";
  readonly maxWaitS: number;
  readonly maxAttempts: number;
}

export interface CertToNameSetting {
  readonly id: number;
  readonly fingerprint?: string;
  readonly mapType: "specified" | "san-rfc822-name" | "san-dns-name" | "san-ip-address" | "san-any" | "common-name";
  readonly name?: string;
}

const port = { type: "integer", minimum: 0, maximum: 65535 } as const;
const count = (defaultValue: number, minimum = 1) => ({ type: "integer", minimum, default: defaultValue }) as const;
const section = (properties: object) =>
  ({ type: "object", additionalProperties: false, default: {}, properties }) as const;

const callHome = (transports: readonly string[]) =>
  ({
    type: "array",
    default: [],
    items: {
      type: "object",
      additionalProperties: false,
      required: ["name", "endpoints"],
      properties: {
        name: { type: "string", minLength: 1 },
        endpoints: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            additionalProperties: false,
            required: ["address"],
            properties: {
              address: { type: "string", minLength: 1 },
              port: { ...port, minimum: 1 },
              transport: { enum: transports },
            },
          },
        },
        periodic: {
          type: "object",
          additionalProperties: false,
          properties: { periodS: count(3600), idleTimeoutS: count(180, 0) },
        },
        startWith: { enum: ["first-listed", "last-connected", "random-selection"], default: "first-listed" },
        maxWaitS: count(5),
        maxAttempts: count(3),
      },
    },
  }) as const;

const certToName = {
  type: "array",
  default: [],
  items: {
    type: "object",
    additionalProperties: false,
    required: ["id", "mapType"],
    properties: {
      id: { type: "integer", minimum: 0 },
      fingerprint: { type: "string", pattern: "^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+$" },
      mapType: {
        enum: ["specified", "san-rfc822-name", "san-dns-name", "san-ip-address", "san-any", "common-name"],
      },
      name: { type: "string", minLength: 1 },
    },
    if: { properties: { mapType: { const: "specified" } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { required: ["name"] },
  },
} as const;

/** JSON Schema of the configuration; unknown keys are refused. */
export const configurationSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    stateDir: { type: "string", minLength: 1, default: "./state" },
    certsDir: { type: "string", minLength: 1, default: "./certs" },
    listen: { type: "string", minLength: 1, default: "127.0.0.1" },
    netconfPort: { ...port, default: 2830 },
    netconfTlsPort: { ...port, type: ["integer", "null"], default: 2831 },
    restconfPort: { ...port, default: 8443 },
    healthPort: { ...port, type: ["integer", "null"], default: 0 },
    vppSocket: { type: "string", minLength: 1, default: "auto" },
    whenVppIsAway: { enum: ["refuse", "accept"], default: "refuse" },
    yangDirs: { type: "array", items: { type: "string" }, default: [] },
    implement: { type: "array", items: { type: "string", minLength: 1 }, default: [] },
    engine: section({ memoryLimitMb: { ...count(4096, 64), maximum: 4096 } }),
    persistence: section({ snapshotEvery: count(1000), keepRevisions: count(1000, 0) }),
    events: section({ keep: count(10000) }),
    audit: section({ keep: count(1000), maxFileBytes: count(64 * 1024 * 1024), keepFiles: count(5, 0) }),
    accessControl: section({ recoveryUser: { type: ["string", "null"], default: null } }),
    authentication: section({ maxFailuresPerUser: count(5), maxFailuresPerAddress: count(20), windowS: count(60) }),
    netconf: section({
      maxSessions: count(2000),
      maxMessageBytes: count(256 * 1024 * 1024),
      helloTimeoutS: count(30),
      idleTimeoutS: count(0, 0),
      maxAuthenticationAttempts: count(6),
      connectionsPerSecond: count(100, 0),
      callHome: callHome(["ssh", "tls"]),
      localSocket: section({
        path: { type: ["string", "null"], minLength: 1, default: null },
        user: { type: "string", minLength: 1, default: "admin" },
        mode: { enum: ["600", "660"], default: "600" },
      }),
      url: section({
        folder: { type: ["string", "null"], default: null },
        hosts: { type: "array", items: { type: "string", minLength: 1 }, default: [] },
        caFile: { type: ["string", "null"], default: null },
        maxBytes: count(64 * 1024 * 1024),
        timeoutS: count(30),
      }),
    }),
    restconf: section({
      maxConnections: count(1000),
      maxBodyBytes: count(64 * 1024 * 1024),
      basicAuthentication: { type: "boolean", default: false },
      // Scheme, host and port where it is not the usual one, in lower case and without a path: anything else never fits.
      allowedOrigins: { type: "array", items: { type: "string", pattern: "^https?://[^/A-Z\\s*]+$" }, default: [] },
      gzip: { type: "boolean", default: true },
      connectionsPerSecond: count(100, 0),
      callHome: callHome(["tls"]),
    }),
    kubernetes: section({
      enabled: { type: "boolean", default: false },
      kubeconfig: { type: ["string", "null"], default: null },
      nodeName: { type: ["string", "null"], default: null },
      dataPlane: { enum: ["cnat", "nat44-ed"], default: "cnat" },
      twiceNatAddress: { type: ["string", "null"], default: null },
      uplinks: { type: "array", items: { type: "string", minLength: 1 }, default: [] },
      podPrefixes: { type: "array", items: { type: "string" }, default: [] },
      sctpPorts: { enum: ["deny", "widen"], default: "deny" },
      healthChecks: { type: "boolean", default: true },
      pods: section({
        annotations: { type: "boolean", default: true },
        interfaceName: { type: ["string", "null"], default: null },
        interfacePrefix: { type: "string", default: "" },
        socketFolder: { type: "string", minLength: 1, default: "/run/sweetcomb/pods" },
      }),
      loadBalancer: section({
        addresses: { type: "array", items: { type: "string" }, default: [] },
        class: { type: ["string", "null"], default: null },
        leaseNamespace: { type: "string", minLength: 1, default: "sweetcomb" },
      }),
    }),
    keepaliveS: count(60, 0),
    certToName,
    revocationLists: { type: "array", items: { type: "string", minLength: 1 }, default: [] },
    log: section({
      level: { enum: ["fatal", "error", "warn", "info", "debug", "trace", "silent"], default: "warn" },
    }),
  },
} as const;
