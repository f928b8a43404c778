/* The bound on the module's memory and whether it was hit. */
#ifndef LYW_MEMORY_H
#define LYW_MEMORY_H

#include <stdbool.h>

/* True once since the last call when an allocation was refused. */
bool memory_take_refusal(void);

#endif
