/** XML namespaces of the NETCONF protocol. */

export const NETCONF_BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
/** RFC 6022. */
export const NETCONF_MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
/** RFC 8526. */
export const NETCONF_NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";
/** Elements of error-info that RFC 7950 15 defines. */
export const YANG = "urn:ietf:params:xml:ns:yang:1";
/** Our own error-info. */
export const SWEETCOMB_ERRORS = "urn:sweetcomb:params:xml:ns:yang:sweetcomb-errors";
/** Of the attributes traceparent and tracestate (draft-ietf-netconf-trace-ctx-extension). */
export const TRACE_CONTEXT = "urn:ietf:params:xml:ns:netconf:w3ctc:1.0";
/** Of the attributes etag and last-modified (draft-ietf-netconf-transaction-id 4.1, 4.2). */
export const TXID = "urn:ietf:params:xml:ns:netconf:txid:1.0";
