/* The datastore itself (RFC 8040 3.4), which no module has as a node: "ietf-restconf:data" around top-level data. */
#ifndef DATASTORE_BODY_H
#define DATASTORE_BODY_H

#include <stdbool.h>

#include <libyang.h>

/*
 * Narrows the text of a JSON body to the top-level data in it, and ends it there with a NUL. False: the body is not the
 * datastore.
 */
bool unwrap_json_datastore(char **text, size_t *length);

/* Parses an XML body into its top-level data. LY_ENOT: the body is not the datastore. */
LY_ERR parse_xml_datastore(const struct ly_ctx *context, struct ly_in *in, struct lyd_node **root);

#endif
