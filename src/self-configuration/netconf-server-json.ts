/** /ietf-netconf-server:netconf-server as RFC 7951 writes it, as far as it is supported. Defaults are filled in. */

export interface NetconfServerJson {
  readonly listen?: {
    /** Seconds. */
    readonly "idle-timeout"?: number;
    readonly endpoints?: { readonly endpoint?: readonly ListenEndpointJson[] };
  };
  readonly "call-home"?: { readonly "netconf-client"?: readonly CallHomeClientJson[] };
}

interface SshJson {
  readonly "ssh-server-parameters": SshParametersJson;
}

interface TlsJson {
  readonly "tls-server-parameters": TlsParametersJson;
  readonly "netconf-server-parameters": {
    readonly "client-identity-mappings": { readonly "cert-to-name"?: readonly CertToNameJson[] };
  };
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

/** Exactly one of the two transports is there. */
export interface ListenEndpointJson {
  readonly name: string;
  readonly ssh?: SshJson & TcpServerJson;
  readonly tls?: TlsJson & TcpServerJson;
}

/** Exactly one of the two transports is there. */
export interface ClientEndpointJson {
  readonly name: string;
  readonly ssh?: SshJson & TcpClientJson;
  readonly tls?: TlsJson & TcpClientJson;
}

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
