/* From the path of an instance to the path of its schema node. */
#ifndef LYW_SCHEMA_PATH_H
#define LYW_SCHEMA_PATH_H

#include <context.h>

/* The schema path (choices and cases included) of a data path, in memory of malloc; NULL when it has none. */
char *schema_path_of(const struct ly_ctx *context, const char *data_path);

#endif
