/* What the bodies of RESTCONF messages have in common: their text, and what libyang's parsers do not check. */
#ifndef BODY_CHECKS_H
#define BODY_CHECKS_H

#include <libyang.h>

#include "byte-buffer.h"

struct body {
    /* NUL-terminated; the host's copy, which may be changed. */
    char *bytes;
    size_t length;
    LYD_FORMAT format;
};

/* Says in the printed object why a body is refused; `name` may be NULL. Returns LY_ENOT. */
LY_ERR put_body_problem(struct byte_buffer *out, const char *problem, const char *name, size_t name_length);

/* Makes the nodes of an instance path, or none for NULL. `*last` is the node that the path names. */
LY_ERR make_instance_path(const struct ly_ctx *context, const char *path, struct lyd_node **root,
        struct lyd_node **last);

/* What libyang accepts although JSON does not: text behind the object (`parsed` bytes long), repeated members. */
LY_ERR check_json_text(struct byte_buffer *out, const struct body *body, size_t parsed);

/* Refuses instances that came twice, among siblings and below them. */
LY_ERR check_no_duplicates(struct byte_buffer *out, const struct lyd_node *siblings);

#endif
