/**
 * /ietf-netconf-server:netconf-server and /ietf-restconf-server:restconf-server as RFC 7951 writes them, as far as they are
 * supported. Defaults are filled in.
 */

export interface ServerJson {
  readonly listen?: {
    /** Seconds. Only NETCONF has it. */
    readonly "idle-timeout"?: number;
    readonly endpoints?: { readonly endpoint?: readonly ListenEndpointJson[] };
  };
  readonly "call-home"?: {
    readonly "netconf-client"?: readonly CallHomeClientJson[];
    readonly "restconf-client"?: readonly CallHomeClientJson[];
  };
}

interface SshJson {
  readonly "ssh-server-parameters": SshParametersJson;
}

/** Parameters of the protocol are called after it. */
interface TlsJson {
  readonly "tls-server-parameters": TlsParametersJson;
  readonly "netconf-server-parameters"?: ProtocolParametersJson;
  readonly "restconf-server-parameters"?: ProtocolParametersJson;
}

interface ProtocolParametersJson {
  readonly "client-identity-mappings"?: { readonly "cert-to-name"?: readonly CertToNameJson[] };
}

interface TcpServerJson {
  readonly "tcp-server-parameters": { readonly "local-address": string; readonly "local-port": number };
}

interface TcpClientJson {
  readonly "tcp-client-parameters": {
    readonly "remote-address": string;
    readonly "remote-port": number;
    readonly "local-address"?: string;
    readonly "local-port"?: number;
  };
}

/** Exactly one of the transports is there: `ssh` or `tls` of NETCONF, `https` of RESTCONF. */
interface EndpointJson<Tcp> {
  readonly name: string;
  readonly ssh?: SshJson & Tcp;
  readonly tls?: TlsJson & Tcp;
  readonly https?: TlsJson & Tcp;
}

export type ListenEndpointJson = EndpointJson<TcpServerJson>;
export type ClientEndpointJson = EndpointJson<TcpClientJson>;

export interface CallHomeClientJson {
  readonly name: string;
  readonly endpoints: { readonly endpoint?: readonly ClientEndpointJson[] };
  readonly "connection-type": ConnectionTypeJson;
  readonly "reconnect-strategy": {
    readonly "start-with": "first-listed" | "last-connected" | "random-selection";
    /** Seconds. */
    readonly "max-wait": number;
    readonly "max-attempts": number;
  };
}

export interface ConnectionTypeJson {
  readonly periodic?: {
    /** Minutes. */
    readonly period: number;
    readonly "anchor-time"?: string;
    /** Seconds. */
    readonly "idle-timeout": number;
  };
}

export interface SshParametersJson {
  readonly keepalives?: {
    /** Seconds. */
    readonly "max-wait": number;
    readonly "max-attempts": number;
  };
  readonly "server-identity": {
    readonly "host-key"?: readonly {
      readonly name: string;
      readonly "public-key"?: { readonly "central-keystore-reference"?: string };
    }[];
  };
  readonly "client-authentication"?: {
    readonly users?: {
      readonly user?: readonly {
        readonly name: string;
        readonly "public-keys"?: { readonly "central-truststore-reference"?: string };
      }[];
    };
  };
}

interface TruststoreReferenceJson {
  readonly "central-truststore-reference"?: string;
}

export interface TlsParametersJson {
  readonly "server-identity": {
    readonly certificate?: {
      readonly "central-keystore-reference"?: { readonly "asymmetric-key"?: string; readonly certificate?: string };
    };
  };
  readonly "client-authentication"?: {
    readonly "ca-certs"?: TruststoreReferenceJson;
    readonly "ee-certs"?: TruststoreReferenceJson;
  };
}

export interface CertToNameJson {
  readonly id: number;
  readonly fingerprint?: string;
  /** An identity of ietf-x509-cert-to-name. */
  readonly "map-type": string;
  readonly name?: string;
}
