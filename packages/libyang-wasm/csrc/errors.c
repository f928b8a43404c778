/* libyang keeps a list of errors and warnings in each context; here it is emptied and handed to the host. */
#include "errors.h"

#include <stdlib.h>

#include <libyang.h>
#include <version.h>

#include "export.h"
#include "output.h"
#include "platform/memory.h"
#include "schema-path.h"

void operation_begin(const struct ly_ctx *context)
{
    output_reset();
    memory_take_refusal();
    ly_err_clean((struct ly_ctx *)context, NULL);
}

/* Called once: all errors and warnings are stored, nothing is printed. */
EXPORT(lyw_setup) void lyw_setup(void)
{
    ly_log_level(LY_LLWRN);
    ly_log_options(LY_LOSTORE);
}

EXPORT(lyw_version) const char *lyw_version(void)
{
    return LY_PROJ_VERSION;
}

/* Where the item came from: libyang records the schema path only when it has no data path. */
static void append_schema_path(const struct ly_ctx *context, const struct ly_err_item *item)
{
    char *path = NULL;

    if (item->schema_path || !item->data_path) {
        output_append_string(item->schema_path);
        return;
    }
    path = schema_path_of(context, item->data_path);
    output_append_string(path);
    free(path);
}

static void append_item(const struct ly_ctx *context, const struct ly_err_item *item)
{
    output_append_u32(item->level);
    output_append_u32(item->err);
    output_append_u32(item->vecode);
    output_append_u32((uint32_t)item->line);
    output_append_string(item->msg);
    output_append_string(item->data_path);
    append_schema_path(context, item);
    output_append_string(item->apptag);
}

/* Moves the errors into the output: their count, then each item. */
EXPORT(lyw_take_errors) LY_ERR lyw_take_errors(struct ly_ctx *context)
{
    uint32_t count = 0;

    output_reset();
    output_append_u32(0);
    for (const struct ly_err_item *item = ly_err_first(context); item; item = item->next) {
        append_item(context, item);
        count++;
    }
    output_patch_u32(0, count);
    ly_err_clean(context, NULL);
    return output_status(LY_SUCCESS);
}
