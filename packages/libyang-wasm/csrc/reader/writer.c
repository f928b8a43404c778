#include "writer.h"

#include <string.h>

void put_indent(struct byte_buffer *out, uint32_t indent)
{
    while (indent--) {
        buffer_put(out, "  ", 2);
    }
}

bool is_printed_metadata(const struct lyd_meta *meta)
{
    bool is_origin = !strcmp(meta->name, "origin") && !strcmp(meta->annotation->module->name, "ietf-origin");

    return !is_origin && lyd_metadata_should_print(meta);
}

ssize_t append_printed(void *user_data, const void *bytes, size_t length)
{
    buffer_put(user_data, bytes, length);
    return (ssize_t)length;
}
