/* Declarations that libyang expects of the C library and that wasi-libc does not have. Included first everywhere. */
#ifndef LYW_LIBC_ADDITIONS_H
#define LYW_LIBC_ADDITIONS_H

int dup(int descriptor);

#endif
