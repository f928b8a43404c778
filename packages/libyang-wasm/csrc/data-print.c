/* Data trees into bytes, through a callback into the output: libyang's own memory output grows by 1 KiB a time. */
#include <libyang.h>

#include "errors.h"
#include "export.h"
#include "output.h"

EXPORT(lyw_print_data) LY_ERR lyw_print_data(const struct lyd_node *node, LYD_FORMAT format, uint32_t options)
{
    if (node) {
        operation_begin(LYD_CTX(node));
    } else {
        output_reset();
    }
    return output_status(lyd_print_clb(output_write, NULL, node, format, options));
}
