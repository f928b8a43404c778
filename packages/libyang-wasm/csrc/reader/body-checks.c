#include "body-checks.h"

#include <stdlib.h>
#include <string.h>

#include "duplicate-nodes.h"
#include "json-members.h"

LY_ERR put_body_problem(struct byte_buffer *out, const char *problem, const char *name, size_t name_length)
{
    buffer_put_text_member(out, "problem", problem);
    if (name) {
        buffer_put_member(out, "name");
        buffer_put_json_bytes(out, name, name_length);
    }
    return LY_ENOT;
}

LY_ERR make_instance_path(const struct ly_ctx *context, const char *path, struct lyd_node **root,
        struct lyd_node **last)
{
    *root = *last = NULL;
    return path ? lyd_new_path2(NULL, context, path, NULL, 0, 0, 0, root, last) : LY_SUCCESS;
}

LY_ERR check_json_text(struct byte_buffer *out, const struct body *body, size_t parsed)
{
    const char *name = NULL;
    size_t name_length = 0;
    LY_ERR status;

    if (body->format != LYD_JSON) {
        return LY_SUCCESS;
    }
    if (parsed + strspn(body->bytes + parsed, " \t\r\n") < body->length) {
        return put_body_problem(out, "trailing-text", NULL, 0);
    }
    status = find_repeated_member(body->bytes, body->length, &name, &name_length);
    if (status) {
        return status;
    }
    return name ? put_body_problem(out, "repeated-member", name, name_length) : LY_SUCCESS;
}

LY_ERR check_no_duplicates(struct byte_buffer *out, const struct lyd_node *siblings)
{
    const struct lyd_node *duplicate;
    LY_ERR status = find_duplicate(siblings, &duplicate);
    char *path;

    if (status || !duplicate) {
        return status;
    }
    path = lyd_path(duplicate, LYD_PATH_STD, NULL, 0);
    buffer_put_text_member(out, "path", path);
    free(path);
    return put_body_problem(out, "duplicate-node", duplicate->schema->name, strlen(duplicate->schema->name));
}
