/* The input of an rpc or action, split into small parameters (JSON) and the trees and texts of anydata and anyxml. */
#ifndef OPERATION_INPUT_H
#define OPERATION_INPUT_H

#include <libyang.h>

#include "byte-buffer.h"

/*
 * Validates a parsed operation (adding defaults) against the data it may refer to, and puts the members "path", "input"
 * and "contents" into a JSON object. Content trees are taken out of the operation and belong to the host then.
 *
 * Without `data`, references into it are not followed.
 */
LY_ERR put_operation_input(struct byte_buffer *out, struct lyd_node *operation, const struct lyd_node *data);

#endif
